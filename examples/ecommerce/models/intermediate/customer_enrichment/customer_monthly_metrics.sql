{{ config(threads=get_optimal_threads('customer_monthly_metrics')) }}

with customer_orders as (

    select * from {{ ref('customer_orders') }}

),

customer_profiles as (

    select * from {{ ref('customer_profiles') }}

),

customer_support_load as (

    select * from {{ ref('int_customer_support_load') }}

),

facts as (

    select
        customer_orders.order_id,
        customer_orders.customer_id,
        customer_orders.order_date,
        customer_orders.order_value,
        customer_orders.order_status,
        customer_orders.shipping_method,
        customer_orders.total_amount,
        customer_orders.average_amount,
        customer_orders.payment_count,
        customer_orders.total_refund_amount,
        customer_orders.average_refund_amount,
        customer_orders.refund_count,
        customer_orders.country_code,
        customer_orders.signup_date,
        customer_orders.order_sequence,
        customer_orders.previous_order_order_date,
        customer_orders.running_order_order_value,
        customer_profiles.email,
        customer_profiles.first_name,
        customer_profiles.last_name,
        customer_support_load.total_ticket_message_count,
        customer_support_load.average_ticket_message_count,
        customer_support_load.ticket_count
    from customer_orders
    left join customer_profiles
        on customer_orders.customer_id = customer_profiles.customer_id
    left join customer_support_load
        on customer_orders.customer_id = customer_support_load.customer_id

),

monthly as (

    select
        customer_id,
        date_trunc('month', order_date)::date as activity_month,
        count(*) as customer_order_count,
        sum(order_value) as total_order_value,
        avg(order_value) as average_order_value,
        max(order_status) as order_status,
        count(distinct order_id) as orders_touched
    from facts
    where order_date is not null
    group by customer_id, date_trunc('month', order_date)::date

),

trended as (

    select
        monthly.*,
        sum(total_order_value) over (partition by customer_id order by activity_month) as cumulative_order_value,
        lag(total_order_value) over (partition by customer_id order by activity_month) as previous_order_value,
        avg(total_order_value) over (
            partition by customer_id
            order by activity_month
            rows between 2 preceding and current row
        ) as smoothed_order_value
    from monthly

)

select
    trended.*,
    (total_order_value - previous_order_value) / nullif(previous_order_value, 0) as order_value_change
from trended
