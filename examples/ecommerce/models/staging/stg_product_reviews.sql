select
    review_id,
    product_id,
    customer_id,
    coalesce(rating, 0) as rating,
    nullif(trim(review_text), '') as review_text,
    created_at
from {{ source('ecommerce', 'product_reviews') }}
where review_id is not null
  and created_at >= '2020-01-01'
