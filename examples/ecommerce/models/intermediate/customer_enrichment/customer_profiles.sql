with customers as (

    select * from {{ ref('stg_customers') }}

),

customer_addresses_by_customer as (

    select
        customer_id,
        count(*) as customer_addresse_count
    from {{ ref('int_customer_addresses') }}
    group by customer_id

),

customer_order_totals as (

    select * from {{ ref('int_customer_order_totals') }}

),

country_codes as (

    select * from {{ ref('lookup_country_codes') }}

),

facts as (

    select
        customers.customer_id,
        customers.email,
        customers.first_name,
        customers.last_name,
        customers.country_code,
        customers.signup_date,
        customers.is_subscribed,
        customer_addresses_by_customer.customer_addresse_count,
        customer_order_totals.total_order_value,
        customer_order_totals.average_order_value,
        customer_order_totals.order_count,
        country_codes.country_name,
        country_codes.market_region
    from customers
    left join customer_addresses_by_customer
        on customers.customer_id = customer_addresses_by_customer.customer_id
    left join customer_order_totals
        on customers.customer_id = customer_order_totals.customer_id
    left join country_codes
        on customers.country_code = country_codes.country_code

)

select
    facts.*,
    row_number() over (partition by country_code order by signup_date) as customer_sequence,
    lag(signup_date) over (partition by country_code order by signup_date) as previous_customer_signup_date,
    sum(total_order_value) over (
        partition by country_code order by signup_date
        rows between unbounded preceding and current row
    ) as running_customer_order_value
from facts
