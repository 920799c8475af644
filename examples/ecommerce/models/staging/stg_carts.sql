with source as (

    select * from {{ source('ecommerce_raw', 'carts') }}

),

renamed as (

    select
        cart_id,
        customer_id,
        session_id,
        order_id,
        created_at,
        converted_at
    from source
    where cart_id is not null

)

select * from renamed
