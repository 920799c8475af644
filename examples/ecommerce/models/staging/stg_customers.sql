{{ config(threads=get_optimal_threads('stg_customers')) }}

select
    customer_id,
    lower(trim(email)) as email,
    nullif(trim(first_name), '') as first_name,
    nullif(trim(last_name), '') as last_name,
    upper(trim(country_code)) as country_code,
    signup_date::date as signup_date,
    coalesce(is_subscribed, false) as is_subscribed,
    created_at,
    updated_at
from {{ source('ecommerce_raw', 'customers') }}
where customer_id is not null
  and created_at >= '2020-01-01'
