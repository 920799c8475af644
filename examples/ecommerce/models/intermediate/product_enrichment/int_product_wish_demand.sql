with wishlists as (

    select * from {{ ref('stg_wishlists') }}

),

products as (

    select * from {{ ref('stg_products') }}

),

facts as (

    select
        wishlists.wishlist_item_id,
        wishlists.customer_id,
        wishlists.product_id,
        wishlists.added_at,
        products.product_name,
        products.list_price,
        products.is_active
    from wishlists
    left join products
        on wishlists.product_id = products.product_id

)

select
    product_id,
    count(*) as wishlist_count,
    sum(list_price) as total_list_price,
    avg(list_price) as average_list_price,
    min(added_at) as first_added_at,
    max(added_at) as last_added_at
from facts
where product_id is not null
group by product_id
