with orders as (

    select * from {{ ref('customer_orders') }}

),

totals as (

    select * from {{ ref('int_customer_order_totals') }}

)

select
    orders.customer_id,
    orders.order_id,
    orders.order_date::timestamp as order_date,
    orders.order_value,
    totals.first_order_date::timestamp as first_purchase_date,
    totals.last_order_date::timestamp as last_purchase_date,
    totals.order_count as total_orders,
    totals.total_order_value as total_revenue,
    totals.average_order_value as avg_order_value,
    lag(orders.order_value) over (partition by orders.customer_id order by orders.order_date) as previous_order_value,
    max(orders.order_value) over (partition by orders.customer_id) as largest_order_value,
    ntile(10) over (order by totals.total_order_value) as revenue_decile
from orders
left join totals
    on orders.customer_id = totals.customer_id
