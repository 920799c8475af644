select
    order_coupon_id,
    order_id,
    coupon_id,
    discount_amount::numeric(14, 2) as discount_amount,
    created_at
from {{ source('ecommerce_raw', 'order_coupons') }}
where order_coupon_id is not null
