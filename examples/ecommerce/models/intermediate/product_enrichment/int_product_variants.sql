with product_variants as (

    select * from {{ ref('stg_product_variants') }}

),

products_enriched as (

    select * from {{ ref('int_products_enriched') }}

)

select
    product_variants.variant_id,
    product_variants.product_id,
    product_variants.sku,
    product_variants.color,
    product_variants.size_label,
    product_variants.weight_grams,
    products_enriched.product_name,
    products_enriched.category_name,
    products_enriched.brand_name
from product_variants
left join products_enriched
    on product_variants.product_id = products_enriched.product_id
