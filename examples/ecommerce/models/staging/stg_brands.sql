with source as (

    select * from {{ source('ecommerce', 'brands') }}

),

renamed as (

    select
        brand_id,
        nullif(trim(brand_name), '') as brand_name,
        upper(trim(country_code)) as country_code
    from source
    where brand_id is not null

)

select * from renamed
