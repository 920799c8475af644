with order_items_enriched as (

    select * from {{ ref('order_items_enriched') }}

),

products_enriched as (

    select * from {{ ref('int_products_enriched') }}

),

product_costs as (

    select * from {{ ref('int_product_costs') }}

),

facts as (

    select
        order_items_enriched.order_item_id,
        order_items_enriched.order_id,
        order_items_enriched.product_id,
        order_items_enriched.variant_id,
        order_items_enriched.quantity,
        order_items_enriched.unit_price,
        order_items_enriched.discount_amount,
        order_items_enriched.customer_id,
        order_items_enriched.order_date,
        order_items_enriched.order_status,
        order_items_enriched.product_name,
        order_items_enriched.category_id,
        order_items_enriched.brand_id,
        order_items_enriched.list_price,
        order_items_enriched.category_name,
        order_items_enriched.order_item_sequence,
        order_items_enriched.previous_order_item_created_at,
        order_items_enriched.running_order_item_unit_price,
        products_enriched.brand_name,
        products_enriched.supplier_name,
        products_enriched.lead_time_days,
        product_costs.total_unit_cost,
        product_costs.average_unit_cost,
        product_costs.purchase_order_count
    from order_items_enriched
    left join products_enriched
        on order_items_enriched.product_id = products_enriched.product_id
    left join product_costs
        on order_items_enriched.product_id = product_costs.product_id

),

monthly as (

    select
        product_id,
        date_trunc('month', order_date)::date as activity_month,
        count(*) as order_items_enriched_count,
        sum(unit_price) as total_unit_price,
        avg(unit_price) as average_unit_price,
        max(order_status) as order_status,
        count(distinct order_id) as orders_touched
    from facts
    where order_date is not null
    group by product_id, date_trunc('month', order_date)::date

),

trended as (

    select
        monthly.*,
        sum(total_unit_price) over (partition by product_id order by activity_month) as cumulative_unit_price,
        lag(total_unit_price) over (partition by product_id order by activity_month) as previous_unit_price,
        rank() over (partition by activity_month order by total_unit_price desc) as month_rank
    from monthly

)

select
    trended.*,
    (total_unit_price - previous_unit_price) / nullif(previous_unit_price, 0) as unit_price_change
from trended
