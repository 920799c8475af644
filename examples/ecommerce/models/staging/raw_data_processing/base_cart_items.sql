with deliveries as (

    select
        *,
        row_number() over (partition by cart_item_id order by loaded_at desc) as delivery_rank
    from {{ source('ecommerce_raw', 'cart_items') }}
    where cart_item_id is not null

)

select
    cart_item_id,
    cart_id,
    product_id,
    coalesce(quantity, 0) as quantity,
    unit_price::numeric(14, 2) as unit_price,
    added_at
from deliveries
where delivery_rank = 1
