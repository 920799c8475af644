with product_variants as (

    select * from {{ ref('int_product_variants') }}

),

products_enriched as (

    select * from {{ ref('int_products_enriched') }}

),

brand_sales_by_brand as (

    select
        brand_id,
        count(*) as brand_sale_count,
        sum(total_unit_price) as brand_sale_total_unit_price,
        max(activity_month) as last_brand_sale_activity_month
    from {{ ref('int_brand_sales') }}
    group by brand_id

),

product_clicks as (

    select * from {{ ref('int_product_clicks') }}

),

product_wish_demand as (

    select * from {{ ref('int_product_wish_demand') }}

)

select
    product_variants.variant_id,
    product_variants.product_id,
    product_variants.sku,
    product_variants.color,
    product_variants.size_label,
    product_variants.weight_grams,
    product_variants.product_name,
    product_variants.category_name,
    product_variants.brand_name,
    products_enriched.brand_id,
    brand_sales_by_brand.brand_sale_count,
    brand_sales_by_brand.brand_sale_total_unit_price,
    brand_sales_by_brand.last_brand_sale_activity_month,
    product_clicks.total_position,
    product_clicks.average_position,
    product_clicks.product_click_count,
    product_wish_demand.total_list_price,
    product_wish_demand.average_list_price,
    product_wish_demand.wishlist_count
from product_variants
left join products_enriched
    on product_variants.product_id = products_enriched.product_id
left join brand_sales_by_brand
    on products_enriched.brand_id = brand_sales_by_brand.brand_id
left join product_clicks
    on product_variants.product_id = product_clicks.product_id
left join product_wish_demand
    on product_variants.product_id = product_wish_demand.product_id
