with order_addresses as (

    select * from {{ ref('stg_order_addresses') }}

),

country_codes as (

    select * from {{ ref('lookup_country_codes') }}

),

tax_rates as (

    select * from {{ ref('lookup_tax_rates') }}

),

final_order_locations as (

    select
        order_addresses.order_address_id,
        order_addresses.order_id,
        order_addresses.country_code,
        order_addresses.region,
        order_addresses.city,
        order_addresses.created_at,
        country_codes.country_name,
        country_codes.market_region,
        tax_rates.tax_percent
    from order_addresses
    left join country_codes
        on order_addresses.country_code = country_codes.country_code
    left join tax_rates
        on order_addresses.country_code = tax_rates.country_code

)

select * from final_order_locations
