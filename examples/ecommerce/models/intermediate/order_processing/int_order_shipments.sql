with shipments as (

    select * from {{ ref('stg_shipments') }}

),

warehouses as (

    select * from {{ ref('stg_warehouses') }}

),

orders as (

    select * from {{ ref('stg_orders') }}

),

final_order_shipments as (

    select
        shipments.shipment_id,
        shipments.order_id,
        shipments.warehouse_id,
        shipments.carrier,
        shipments.shipping_cost,
        shipments.shipped_at,
        shipments.delivered_at,
        warehouses.warehouse_name,
        warehouses.country_code,
        warehouses.capacity_units,
        orders.order_status,
        orders.shipping_method,
        orders.order_value
    from shipments
    left join warehouses
        on shipments.warehouse_id = warehouses.warehouse_id
    left join orders
        on shipments.order_id = orders.order_id

)

select * from final_order_shipments
