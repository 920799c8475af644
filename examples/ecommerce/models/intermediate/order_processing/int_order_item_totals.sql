with order_items as (

    select * from {{ ref('stg_order_items') }}

),

products as (

    select * from {{ ref('stg_products') }}

),

facts as (

    select
        order_items.order_item_id,
        order_items.order_id,
        order_items.product_id,
        order_items.variant_id,
        order_items.quantity,
        order_items.unit_price,
        order_items.discount_amount,
        order_items.created_at,
        products.product_name,
        products.list_price,
        products.is_active
    from order_items
    left join products
        on order_items.product_id = products.product_id

)

select
    order_id,
    count(*) as order_item_count,
    sum(unit_price) as total_unit_price,
    avg(unit_price) as average_unit_price,
    min(created_at) as first_created_at,
    max(created_at) as last_created_at
from facts
where order_id is not null
group by order_id
