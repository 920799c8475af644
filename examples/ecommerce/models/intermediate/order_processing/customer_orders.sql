{{ config(threads=get_dependency_optimized_threads('customer_orders')) }}

with orders as (

    select * from {{ ref('stg_orders') }}

),

order_payments as (

    select * from {{ ref('int_order_payments') }}

),

order_refunds as (

    select * from {{ ref('int_order_refunds') }}

),

customers as (

    select * from {{ ref('stg_customers') }}

),

facts as (

    select
        orders.order_id,
        orders.customer_id,
        orders.order_date,
        orders.order_value,
        orders.order_status,
        orders.shipping_method,
        order_payments.total_amount,
        order_payments.average_amount,
        order_payments.payment_count,
        order_refunds.total_refund_amount,
        order_refunds.average_refund_amount,
        order_refunds.refund_count,
        customers.country_code,
        customers.signup_date
    from orders
    left join order_payments
        on orders.order_id = order_payments.order_id
    left join order_refunds
        on orders.order_id = order_refunds.order_id
    left join customers
        on orders.customer_id = customers.customer_id

),

sequenced as (

    select
        facts.*,
        row_number() over (partition by customer_id order by order_date) as order_sequence,
        lag(order_date) over (partition by customer_id order by order_date) as previous_order_order_date,
        sum(order_value) over (
            partition by customer_id order by order_date
            rows between unbounded preceding and current row
        ) as running_order_order_value
    from facts

)

select * from sequenced
where customer_id is not null
