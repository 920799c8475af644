with orders as (

    select * from {{ ref('stg_orders') }}

),

subscriptions_by_customer as (

    select
        customer_id,
        count(*) as subscription_count,
        sum(monthly_amount) as subscription_monthly_amount,
        max(started_on) as last_subscription_started_on
    from {{ ref('stg_subscriptions') }}
    group by customer_id

),

customers as (

    select * from {{ ref('stg_customers') }}

),

enriched as (

    select
        orders.order_id,
        orders.customer_id,
        orders.order_date,
        orders.order_value,
        orders.order_status,
        orders.shipping_method,
        subscriptions_by_customer.subscription_count,
        subscriptions_by_customer.subscription_monthly_amount,
        subscriptions_by_customer.last_subscription_started_on,
        customers.email,
        customers.first_name,
        customers.last_name
    from orders
    left join subscriptions_by_customer
        on orders.customer_id = subscriptions_by_customer.customer_id
    left join customers
        on orders.customer_id = customers.customer_id

)

select * from enriched
