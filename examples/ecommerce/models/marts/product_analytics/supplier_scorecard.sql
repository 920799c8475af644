with supplier_lead_times as (

    select * from {{ ref('int_supplier_lead_times') }}

),

supplier_orders_by_supplier as (

    select
        supplier_id,
        count(*) as supplier_order_count,
        max(ordered_on) as last_supplier_order_ordered_on
    from {{ ref('int_supplier_orders') }}
    group by supplier_id

),

product_returns as (

    select * from {{ ref('int_product_returns') }}

),

facts as (

    select
        supplier_lead_times.purchase_order_id,
        supplier_lead_times.supplier_id,
        supplier_lead_times.product_id,
        supplier_lead_times.ordered_units,
        supplier_lead_times.unit_cost,
        supplier_lead_times.ordered_on,
        supplier_lead_times.received_on,
        supplier_lead_times.supplier_name,
        supplier_lead_times.country_code,
        supplier_lead_times.lead_time_days,
        supplier_lead_times.product_name,
        supplier_lead_times.list_price,
        supplier_lead_times.is_active,
        supplier_lead_times.month_start,
        supplier_lead_times.iso_week,
        supplier_lead_times.country_name,
        supplier_lead_times.market_region,
        supplier_lead_times.category_name,
        supplier_lead_times.brand_name,
        supplier_lead_times.category_id,
        supplier_lead_times.supplier_order_sequence,
        supplier_lead_times.previous_supplier_order_ordered_on,
        supplier_lead_times.running_supplier_order_unit_cost,
        supplier_orders_by_supplier.supplier_order_count,
        supplier_orders_by_supplier.last_supplier_order_ordered_on,
        product_returns.total_refund_amount,
        product_returns.average_refund_amount,
        product_returns.refund_count
    from supplier_lead_times
    left join supplier_orders_by_supplier
        on supplier_lead_times.supplier_id = supplier_orders_by_supplier.supplier_id
    left join product_returns
        on supplier_lead_times.product_id = product_returns.product_id

)

select
    facts.*,
    row_number() over (partition by supplier_id order by ordered_on) as supplier_lead_time_sequence,
    lag(ordered_on) over (partition by supplier_id order by ordered_on) as previous_supplier_lead_time_ordered_on,
    sum(unit_cost) over (
        partition by supplier_id order by ordered_on
        rows between unbounded preceding and current row
    ) as running_supplier_lead_time_unit_cost
from facts
