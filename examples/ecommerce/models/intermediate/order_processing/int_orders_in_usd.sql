with payments as (

    select * from {{ ref('stg_payments') }}

),

exchange_rates as (

    select * from {{ ref('util_exchange_rates') }}

),

currency_codes as (

    select * from {{ ref('lookup_currency_codes') }}

),

orders as (

    select * from {{ ref('stg_orders') }}

),

joined as (

    select
        payments.payment_id,
        payments.order_id,
        payments.payment_method,
        payments.currency_code,
        payments.amount,
        payments.payment_status,
        payments.paid_at,
        exchange_rates.rate_to_usd,
        exchange_rates.rate_date,
        currency_codes.currency_name,
        currency_codes.minor_units,
        orders.customer_id,
        orders.order_date
    from payments
    left join exchange_rates
        on payments.currency_code = exchange_rates.currency_code
    left join currency_codes
        on payments.currency_code = currency_codes.currency_code
    left join orders
        on payments.order_id = orders.order_id

)

select * from joined
