with source as (

    select * from {{ source('ecommerce', 'product_prices') }}

),

renamed as (

    select
        price_id,
        product_id,
        price::numeric(14, 2) as price,
        valid_from::date as valid_from,
        valid_to::date as valid_to
    from source
    where price_id is not null

)

select * from renamed
