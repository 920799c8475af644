with inventory_positions as (

    select * from {{ ref('int_inventory_positions') }}

),

inventory_movements_by_product as (

    select
        product_id,
        count(*) as inventory_movement_count,
        sum(total_list_price) as inventory_movement_total_list_price,
        max(activity_month) as last_inventory_movement_activity_month
    from {{ ref('int_inventory_movements') }}
    group by product_id

),

product_sales_by_product as (

    select
        product_id,
        count(*) as product_sale_count,
        sum(total_unit_price) as product_sale_total_unit_price,
        max(activity_month) as last_product_sale_activity_month
    from {{ ref('int_product_sales') }}
    group by product_id

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
        inventory_movements_by_product.inventory_movement_count,
        inventory_movements_by_product.inventory_movement_total_list_price,
        inventory_movements_by_product.last_inventory_movement_activity_month,
        product_sales_by_product.product_sale_count,
        product_sales_by_product.product_sale_total_unit_price,
        product_sales_by_product.last_product_sale_activity_month
    from inventory_positions
    left join inventory_movements_by_product
        on inventory_positions.product_id = inventory_movements_by_product.product_id
    left join product_sales_by_product
        on inventory_positions.product_id = product_sales_by_product.product_id

),

monthly as (

    select
        warehouse_id,
        date_trunc('month', counted_on)::date as activity_month,
        count(*) as inventory_position_count,
        sum(list_price) as total_list_price,
        avg(list_price) as average_list_price,
        max(country_code) as country_code
    from facts
    where counted_on is not null
    group by warehouse_id, date_trunc('month', counted_on)::date

),

trended as (

    select
        monthly.*,
        sum(total_list_price) over (partition by warehouse_id order by activity_month) as cumulative_list_price,
        lag(total_list_price) over (partition by warehouse_id order by activity_month) as previous_list_price,
        rank() over (partition by activity_month order by total_list_price desc) as month_rank
    from monthly

)

select
    trended.*,
    (total_list_price - previous_list_price) / nullif(previous_list_price, 0) as list_price_change
from trended
