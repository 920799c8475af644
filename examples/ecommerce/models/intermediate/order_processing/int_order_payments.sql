with payments as (

    select * from {{ ref('stg_payments') }}

),

exchange_rates as (

    select * from {{ ref('util_exchange_rates') }}

),

facts as (

    select
        payments.payment_id,
        payments.order_id,
        payments.payment_method,
        payments.currency_code,
        payments.amount,
        payments.payment_status,
        payments.paid_at,
        exchange_rates.rate_to_usd,
        exchange_rates.rate_date
    from payments
    left join exchange_rates
        on payments.currency_code = exchange_rates.currency_code

)

select
    order_id,
    count(*) as payment_count,
    sum(amount) as total_amount,
    avg(amount) as average_amount,
    min(paid_at) as first_paid_at,
    max(paid_at) as last_paid_at,
    count(distinct payment_method) as distinct_payment_methods
from facts
where order_id is not null
group by order_id
