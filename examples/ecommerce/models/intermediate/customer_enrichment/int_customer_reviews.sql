with product_reviews as (

    select * from {{ ref('stg_product_reviews') }}

),

products as (

    select * from {{ ref('stg_products') }}

),

facts as (

    select
        product_reviews.review_id,
        product_reviews.product_id,
        product_reviews.customer_id,
        product_reviews.rating,
        product_reviews.review_text,
        product_reviews.created_at,
        products.product_name,
        products.list_price,
        products.is_active
    from product_reviews
    left join products
        on product_reviews.product_id = products.product_id

)

select
    customer_id,
    count(*) as product_review_count,
    sum(list_price) as total_list_price,
    avg(list_price) as average_list_price,
    min(created_at) as first_created_at,
    max(created_at) as last_created_at
from facts
where customer_id is not null
group by customer_id
