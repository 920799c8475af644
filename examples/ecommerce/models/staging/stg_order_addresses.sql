with source as (

    select * from {{ source('ecommerce_raw', 'order_addresses') }}

),

renamed as (

    select
        order_address_id,
        order_id,
        upper(trim(country_code)) as country_code,
        nullif(trim(region), '') as region,
        nullif(trim(city), '') as city,
        created_at
    from source
    where order_address_id is not null
      and created_at >= '2020-01-01'

)

select * from renamed
