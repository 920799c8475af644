select
    variant_id,
    product_id,
    nullif(trim(sku), '') as sku,
    nullif(trim(color), '') as color,
    nullif(trim(size_label), '') as size_label,
    coalesce(weight_grams, 0) as weight_grams
from {{ source('ecommerce', 'product_variants') }}
where variant_id is not null
