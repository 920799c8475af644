with payment_fees as (

    select * from {{ ref('stg_payment_fees') }}

),

payments as (

    select * from {{ ref('stg_payments') }}

),

exchange_rates as (

    select * from {{ ref('util_exchange_rates') }}

)

select
    payment_fees.payment_fee_id,
    payment_fees.payment_id,
    payment_fees.currency_code,
    payment_fees.fee_amount,
    payment_fees.charged_at,
    payments.order_id,
    payments.payment_method,
    payments.amount,
    exchange_rates.rate_to_usd,
    exchange_rates.rate_date
from payment_fees
left join payments
    on payment_fees.payment_id = payments.payment_id
left join exchange_rates
    on payment_fees.currency_code = exchange_rates.currency_code
