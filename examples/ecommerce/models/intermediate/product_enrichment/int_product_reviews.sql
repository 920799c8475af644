with product_reviews as (

    select * from {{ ref('stg_product_reviews') }}

),

customers as (

    select * from {{ ref('stg_customers') }}

),

facts as (

    select
        product_reviews.review_id,
        product_reviews.product_id,
        product_reviews.customer_id,
        product_reviews.rating,
        product_reviews.review_text,
        product_reviews.created_at,
        customers.email,
        customers.first_name,
        customers.last_name
    from product_reviews
    left join customers
        on product_reviews.customer_id = customers.customer_id

)

select
    product_id,
    count(*) as product_review_count,
    sum(rating) as total_rating,
    avg(rating) as average_rating,
    min(created_at) as first_created_at,
    max(created_at) as last_created_at
from facts
where product_id is not null
group by product_id
