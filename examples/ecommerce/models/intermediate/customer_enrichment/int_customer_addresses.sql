with customer_addresses as (

    select * from {{ ref('stg_customer_addresses') }}

),

country_codes as (

    select * from {{ ref('lookup_country_codes') }}

),

customers as (

    select * from {{ ref('stg_customers') }}

),

joined as (

    select
        customer_addresses.address_id,
        customer_addresses.customer_id,
        customer_addresses.country_code,
        customer_addresses.region,
        customer_addresses.city,
        customer_addresses.postal_code,
        customer_addresses.is_default,
        customer_addresses.created_at,
        country_codes.country_name,
        country_codes.market_region,
        customers.email,
        customers.first_name,
        customers.last_name
    from customer_addresses
    left join country_codes
        on customer_addresses.country_code = country_codes.country_code
    left join customers
        on customer_addresses.customer_id = customers.customer_id

)

select * from joined
