{{ config(threads=get_optimal_threads('stg_products')) }}

with source as (

    select * from {{ source('ecommerce', 'products') }}

),

renamed as (

    select
        product_id,
        nullif(trim(product_name), '') as product_name,
        category_id,
        brand_id,
        supplier_id,
        list_price::numeric(14, 2) as list_price,
        coalesce(is_active, false) as is_active,
        launched_on::date as launched_on
    from source
    where product_id is not null

)

select * from renamed
