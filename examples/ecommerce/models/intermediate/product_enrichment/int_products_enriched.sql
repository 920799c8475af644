with products as (

    select * from {{ ref('stg_products') }}

),

product_categories as (

    select * from {{ ref('stg_product_categories') }}

),

brands as (

    select * from {{ ref('stg_brands') }}

),

suppliers as (

    select * from {{ ref('stg_suppliers') }}

),

enriched as (

    select
        products.product_id,
        products.product_name,
        products.category_id,
        products.brand_id,
        products.supplier_id,
        products.list_price,
        products.is_active,
        products.launched_on,
        product_categories.category_name,
        product_categories.parent_category_id,
        brands.brand_name,
        suppliers.supplier_name,
        suppliers.lead_time_days
    from products
    left join product_categories
        on products.category_id = product_categories.category_id
    left join brands
        on products.brand_id = brands.brand_id
    left join suppliers
        on products.supplier_id = suppliers.supplier_id

)

select * from enriched
