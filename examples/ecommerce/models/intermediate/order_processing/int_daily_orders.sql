with orders as (

    select * from {{ ref('stg_orders') }}

),

order_item_totals as (

    select * from {{ ref('int_order_item_totals') }}

),

order_locations_by_order as (

    select
        order_id,
        count(*) as order_location_count
    from {{ ref('int_order_locations') }}
    group by order_id

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
        order_item_totals.order_item_count,
        order_locations_by_order.order_location_count
    from orders
    left join order_item_totals
        on orders.order_id = order_item_totals.order_id
    left join order_locations_by_order
        on orders.order_id = order_locations_by_order.order_id

),

monthly as (

    select
        shipping_method,
        date_trunc('month', order_date)::date as activity_month,
        count(*) as order_count,
        sum(order_value) as total_order_value,
        avg(order_value) as average_order_value,
        max(order_status) as order_status,
        count(distinct order_id) as orders_touched
    from facts
    where order_date is not null
    group by shipping_method, date_trunc('month', order_date)::date

),

trended as (

    select
        monthly.*,
        sum(total_order_value) over (partition by shipping_method order by activity_month) as cumulative_order_value,
        lag(total_order_value) over (partition by shipping_method order by activity_month) as previous_order_value,
        avg(total_order_value) over (
            partition by shipping_method
            order by activity_month
            rows between 2 preceding and current row
        ) as smoothed_order_value
    from monthly

)

select
    trended.*,
    (total_order_value - previous_order_value) / nullif(previous_order_value, 0) as order_value_change
from trended
