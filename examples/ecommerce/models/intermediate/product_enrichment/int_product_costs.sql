with purchase_orders as (

    select * from {{ ref('stg_purchase_orders') }}

),

suppliers as (

    select * from {{ ref('stg_suppliers') }}

),

facts as (

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
        suppliers.lead_time_days
    from purchase_orders
    left join suppliers
        on purchase_orders.supplier_id = suppliers.supplier_id

)

select
    product_id,
    count(*) as purchase_order_count,
    sum(unit_cost) as total_unit_cost,
    avg(unit_cost) as average_unit_cost,
    min(ordered_on) as first_ordered_on,
    max(ordered_on) as last_ordered_on,
    count(distinct country_code) as distinct_country_codes
from facts
where product_id is not null
group by product_id
