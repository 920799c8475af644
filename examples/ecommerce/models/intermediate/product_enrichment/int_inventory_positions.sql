with inventory_levels as (

    select * from {{ ref('stg_inventory_levels') }}

),

warehouses as (

    select * from {{ ref('stg_warehouses') }}

),

products as (

    select * from {{ ref('stg_products') }}

)

select
    inventory_levels.inventory_level_id,
    inventory_levels.product_id,
    inventory_levels.warehouse_id,
    inventory_levels.on_hand,
    inventory_levels.reserved,
    inventory_levels.counted_on,
    warehouses.warehouse_name,
    warehouses.country_code,
    warehouses.capacity_units,
    products.product_name,
    products.list_price,
    products.is_active
from inventory_levels
left join warehouses
    on inventory_levels.warehouse_id = warehouses.warehouse_id
left join products
    on inventory_levels.product_id = products.product_id
