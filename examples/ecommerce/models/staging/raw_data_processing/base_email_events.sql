with deliveries as (

    select
        *,
        row_number() over (partition by email_event_id order by loaded_at desc) as delivery_rank
    from {{ source('marketing', 'email_events') }}
    where email_event_id is not null

)

select
    email_event_id,
    email_send_id,
    customer_id,
    lower(trim(event_type)) as event_type,
    occurred_at
from deliveries
where delivery_rank = 1
