with source as (

    select * from {{ source('ecommerce_raw', 'wishlists') }}

),

renamed as (

    select
        wishlist_item_id,
        customer_id,
        product_id,
        added_at
    from source
    where wishlist_item_id is not null

)

select * from renamed
