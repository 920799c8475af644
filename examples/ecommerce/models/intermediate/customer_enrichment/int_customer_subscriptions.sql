with subscriptions as (

    select * from {{ ref('stg_subscriptions') }}

),

customers as (

    select * from {{ ref('stg_customers') }}

),

country_codes as (

    select * from {{ ref('lookup_country_codes') }}

)

select
    subscriptions.subscription_id,
    subscriptions.customer_id,
    subscriptions.plan_code,
    subscriptions.monthly_amount,
    subscriptions.started_on,
    subscriptions.cancelled_on,
    customers.country_code,
    customers.signup_date,
    country_codes.country_name,
    country_codes.market_region
from subscriptions
left join customers
    on subscriptions.customer_id = customers.customer_id
left join country_codes
    on customers.country_code = country_codes.country_code
