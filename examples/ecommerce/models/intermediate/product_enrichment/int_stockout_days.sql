with inventory_positions as (

    select * from {{ ref('int_inventory_positions') }}

),

products_enriched as (

    select * from {{ ref('int_products_enriched') }}

),

product_costs as (

    select * from {{ ref('int_product_costs') }}

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
        products_enriched.category_name,
        products_enriched.brand_name,
        products_enriched.supplier_name,
        product_costs.total_unit_cost,
        product_costs.average_unit_cost,
        product_costs.purchase_order_count
    from inventory_positions
    left join products_enriched
        on inventory_positions.product_id = products_enriched.product_id
    left join product_costs
        on inventory_positions.product_id = product_costs.product_id

)

select
    facts.*,
    row_number() over (partition by product_id order by counted_on) as inventory_position_sequence,
    lag(counted_on) over (partition by product_id order by counted_on) as previous_inventory_position_counted_on,
    sum(list_price) over (
        partition by product_id order by counted_on
        rows between unbounded preceding and current row
    ) as running_inventory_position_list_price
from facts
