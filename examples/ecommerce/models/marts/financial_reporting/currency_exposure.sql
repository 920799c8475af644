with orders_in_usd as (

    select * from {{ ref('int_orders_in_usd') }}

),

exchange_rates as (

    select * from {{ ref('util_exchange_rates') }}

),

facts as (

    select
        orders_in_usd.payment_id,
        orders_in_usd.order_id,
        orders_in_usd.payment_method,
        orders_in_usd.currency_code,
        orders_in_usd.amount,
        orders_in_usd.payment_status,
        orders_in_usd.paid_at,
        orders_in_usd.rate_to_usd,
        orders_in_usd.rate_date,
        orders_in_usd.currency_name,
        orders_in_usd.minor_units,
        orders_in_usd.customer_id,
        orders_in_usd.order_date
    from orders_in_usd
    left join exchange_rates
        on orders_in_usd.currency_code = exchange_rates.currency_code

)

select
    currency_code,
    count(*) as orders_in_usd_count,
    sum(amount) as total_amount,
    avg(amount) as average_amount,
    min(paid_at) as first_paid_at,
    max(paid_at) as last_paid_at,
    count(distinct payment_method) as distinct_payment_methods
from facts
where currency_code is not null
group by currency_code
