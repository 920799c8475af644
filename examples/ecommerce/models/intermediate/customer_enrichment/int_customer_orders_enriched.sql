with orders as (

    select * from {{ ref('customer_orders') }}

),

items as (

    select
        order_id,
        category_name,
        sum(quantity * unit_price) as category_value,
        row_number() over (partition by order_id order by sum(quantity * unit_price) desc) as category_rank
    from {{ ref('order_items_enriched') }}
    group by order_id, category_name

),

profiles as (

    select * from {{ ref('customer_profiles') }}

)

-- Dates as timestamps: the models above subtract them and extract days.
select
    orders.customer_id,
    orders.order_id,
    orders.order_date::timestamp as order_date,
    orders.order_value,
    orders.shipping_method,
    items.category_name as product_category,
    profiles.country_name,
    profiles.market_region,
    avg(orders.order_value) over (partition by profiles.market_region) as region_average_value,
    count(*) over (partition by orders.customer_id) as customer_order_count
from orders
left join items
    on orders.order_id = items.order_id
    and items.category_rank = 1
left join profiles
    on orders.customer_id = profiles.customer_id
