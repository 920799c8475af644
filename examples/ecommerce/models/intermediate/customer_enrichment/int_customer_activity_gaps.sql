with customer_timeline as (

    select * from {{ ref('int_customer_timeline') }}

),

customer_profiles as (

    select * from {{ ref('customer_profiles') }}

),

customer_sessions as (

    select * from {{ ref('int_customer_sessions') }}

),

customer_loyalty as (

    select * from {{ ref('int_customer_loyalty') }}

),

facts as (

    select
        customer_timeline.customer_id,
        customer_timeline.activity_id,
        customer_timeline.activity_type,
        customer_timeline.activity_value,
        customer_timeline.occurred_at,
        customer_profiles.email,
        customer_profiles.first_name,
        customer_profiles.last_name,
        customer_sessions.session_count,
        customer_sessions.distinct_device_types,
        customer_sessions.first_started_at,
        customer_loyalty.total_points,
        customer_loyalty.average_points,
        customer_loyalty.loyalty_event_count
    from customer_timeline
    left join customer_profiles
        on customer_timeline.customer_id = customer_profiles.customer_id
    left join customer_sessions
        on customer_timeline.customer_id = customer_sessions.customer_id
    left join customer_loyalty
        on customer_timeline.customer_id = customer_loyalty.customer_id

)

select
    facts.*,
    row_number() over (partition by customer_id order by occurred_at) as customer_timeline_sequence,
    lag(occurred_at) over (partition by customer_id order by occurred_at) as previous_customer_timeline_occurred_at,
    sum(activity_value) over (
        partition by customer_id order by occurred_at
        rows between unbounded preceding and current row
    ) as running_customer_timeline_activity_value
from facts
