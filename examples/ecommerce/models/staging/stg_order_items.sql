with source as (

    select * from {{ source('ecommerce_raw', 'order_items') }}

),

renamed as (

    select
        order_item_id,
        order_id,
        product_id,
        variant_id,
        coalesce(quantity, 0) as quantity,
        unit_price::numeric(14, 2) as unit_price,
        discount_amount::numeric(14, 2) as discount_amount,
        created_at
    from source
    where order_item_id is not null

)

select * from renamed
