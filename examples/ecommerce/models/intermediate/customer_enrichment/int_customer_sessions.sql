with sessions as (

    select * from {{ ref('base_sessions') }}

),

channel_groups as (

    select * from {{ ref('lookup_channel_groups') }}

),

facts as (

    select
        sessions.session_id,
        sessions.customer_id,
        sessions.device_type,
        sessions.channel_code,
        sessions.country_code,
        sessions.started_at,
        sessions.ended_at,
        channel_groups.channel_group,
        channel_groups.channel_owner
    from sessions
    left join channel_groups
        on sessions.channel_code = channel_groups.channel_code

)

select
    customer_id,
    count(*) as session_count,
    min(started_at) as first_started_at,
    max(started_at) as last_started_at,
    count(distinct device_type) as distinct_device_types
from facts
where customer_id is not null
group by customer_id
