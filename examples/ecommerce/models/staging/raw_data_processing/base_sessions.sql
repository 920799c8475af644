with deliveries as (

    select
        *,
        row_number() over (partition by session_id order by loaded_at desc) as delivery_rank
    from {{ source('web', 'sessions') }}
    where session_id is not null

)

select
    session_id,
    customer_id,
    lower(trim(device_type)) as device_type,
    upper(trim(channel_code)) as channel_code,
    upper(trim(country_code)) as country_code,
    started_at,
    ended_at
from deliveries
where delivery_rank = 1
