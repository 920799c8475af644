with orders as (

    select * from {{ ref('stg_orders') }}

),

order_item_totals as (

    select * from {{ ref('int_order_item_totals') }}

),

facts as (

    select
        orders.order_id,
        orders.customer_id,
        orders.order_date,
        orders.order_value,
        orders.order_status,
        orders.shipping_method,
        order_item_totals.total_unit_price,
        order_item_totals.average_unit_price,
        order_item_totals.order_item_count
    from orders
    left join order_item_totals
        on orders.order_id = order_item_totals.order_id

)

select
    customer_id,
    count(*) as order_count,
    sum(order_value) as total_order_value,
    avg(order_value) as average_order_value,
    min(order_date) as first_order_date,
    max(order_date) as last_order_date,
    count(distinct order_status) as distinct_order_statuss
from facts
where customer_id is not null
group by customer_id
