select
    touch_id,
    customer_id,
    order_id,
    campaign_id,
    upper(trim(channel_code)) as channel_code,
    touched_at
from {{ source('marketing', 'attribution_touches') }}
where touch_id is not null
