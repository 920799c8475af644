with purchase_orders as (

    select * from {{ ref('stg_purchase_orders') }}

),

suppliers as (

    select * from {{ ref('stg_suppliers') }}

),

products as (

    select * from {{ ref('stg_products') }}

),

dim_date as (

    select * from {{ ref('dim_date') }}

)

select
    purchase_orders.purchase_order_id,
    purchase_orders.supplier_id,
    purchase_orders.product_id,
    purchase_orders.ordered_units,
    purchase_orders.unit_cost,
    purchase_orders.ordered_on,
    purchase_orders.received_on,
    suppliers.supplier_name,
    suppliers.country_code,
    suppliers.lead_time_days,
    products.product_name,
    products.list_price,
    products.is_active,
    dim_date.month_start,
    dim_date.iso_week
from purchase_orders
left join suppliers
    on purchase_orders.supplier_id = suppliers.supplier_id
left join products
    on purchase_orders.product_id = products.product_id
left join dim_date
    on purchase_orders.ordered_on = dim_date.date_day
