with cart_items as (

    select * from {{ ref('base_cart_items') }}

),

carts as (

    select * from {{ ref('stg_carts') }}

),

products as (

    select * from {{ ref('stg_products') }}

),

joined as (

    select
        cart_items.cart_item_id,
        cart_items.cart_id,
        cart_items.product_id,
        cart_items.quantity,
        cart_items.unit_price,
        cart_items.added_at,
        carts.customer_id,
        carts.converted_at,
        products.product_name,
        products.list_price,
        products.is_active
    from cart_items
    left join carts
        on cart_items.cart_id = carts.cart_id
    left join products
        on cart_items.product_id = products.product_id

)

select * from joined
