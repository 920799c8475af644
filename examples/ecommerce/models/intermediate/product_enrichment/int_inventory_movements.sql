with inventory_positions as (

    select * from {{ ref('int_inventory_positions') }}

),

product_costs as (

    select * from {{ ref('int_product_costs') }}

),

products_enriched as (

    select * from {{ ref('int_products_enriched') }}

),

facts as (

    select
        inventory_positions.inventory_level_id,
        inventory_positions.product_id,
        inventory_positions.warehouse_id,
        inventory_positions.on_hand,
        inventory_positions.reserved,
        inventory_positions.counted_on,
        inventory_positions.warehouse_name,
        inventory_positions.country_code,
        inventory_positions.capacity_units,
        inventory_positions.product_name,
        inventory_positions.list_price,
        inventory_positions.is_active,
        product_costs.total_unit_cost,
        product_costs.average_unit_cost,
        product_costs.purchase_order_count,
        products_enriched.category_name,
        products_enriched.brand_name,
        products_enriched.supplier_name
    from inventory_positions
    left join product_costs
        on inventory_positions.product_id = product_costs.product_id
    left join products_enriched
        on inventory_positions.product_id = products_enriched.product_id

),

monthly as (

    select
        product_id,
        date_trunc('month', counted_on)::date as activity_month,
        count(*) as inventory_position_count,
        sum(list_price) as total_list_price,
        avg(list_price) as average_list_price,
        max(country_code) as country_code
    from facts
    where counted_on is not null
    group by product_id, date_trunc('month', counted_on)::date

),

trended as (

    select
        monthly.*,
        sum(total_list_price) over (partition by product_id order by activity_month) as cumulative_list_price,
        lag(total_list_price) over (partition by product_id order by activity_month) as previous_list_price,
        rank() over (partition by activity_month order by total_list_price desc) as month_rank
    from monthly

)

select
    trended.*,
    (total_list_price - previous_list_price) / nullif(previous_list_price, 0) as list_price_change
from trended
