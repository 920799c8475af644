select
    loyalty_event_id,
    customer_id,
    lower(trim(event_type)) as event_type,
    coalesce(points, 0) as points,
    occurred_at
from {{ source('ecommerce_raw', 'loyalty_events') }}
where loyalty_event_id is not null
