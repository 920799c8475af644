select
    refund_id,
    order_id,
    order_item_id,
    upper(trim(reason_code)) as reason_code,
    refund_amount::numeric(14, 2) as refund_amount,
    refunded_at
from {{ source('ecommerce_raw', 'refunds') }}
where refund_id is not null
