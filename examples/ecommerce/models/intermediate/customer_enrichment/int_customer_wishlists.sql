with wishlists as (

    select * from {{ ref('stg_wishlists') }}

),

products as (

    select * from {{ ref('stg_products') }}

),

customers as (

    select * from {{ ref('stg_customers') }}

)

select
    wishlists.wishlist_item_id,
    wishlists.customer_id,
    wishlists.product_id,
    wishlists.added_at,
    products.product_name,
    products.list_price,
    products.is_active,
    customers.email,
    customers.first_name,
    customers.last_name
from wishlists
left join products
    on wishlists.product_id = products.product_id
left join customers
    on wishlists.customer_id = customers.customer_id
