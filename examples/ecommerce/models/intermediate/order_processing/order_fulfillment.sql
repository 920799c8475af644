with order_shipments as (

    select * from {{ ref('int_order_shipments') }}

),

shipment_milestones as (

    select * from {{ ref('int_shipment_milestones') }}

),

order_locations_by_order as (

    select
        order_id,
        count(*) as order_location_count
    from {{ ref('int_order_locations') }}
    group by order_id

),

order_item_totals as (

    select * from {{ ref('int_order_item_totals') }}

),

facts as (

    select
        order_shipments.shipment_id,
        order_shipments.order_id,
        order_shipments.warehouse_id,
        order_shipments.carrier,
        order_shipments.shipping_cost,
        order_shipments.shipped_at,
        order_shipments.delivered_at,
        order_shipments.warehouse_name,
        order_shipments.country_code,
        order_shipments.capacity_units,
        order_shipments.order_status,
        order_shipments.shipping_method,
        order_shipments.order_value,
        shipment_milestones.total_shipping_cost,
        shipment_milestones.average_shipping_cost,
        shipment_milestones.shipment_event_count,
        order_locations_by_order.order_location_count,
        order_item_totals.total_unit_price,
        order_item_totals.average_unit_price,
        order_item_totals.order_item_count
    from order_shipments
    left join shipment_milestones
        on order_shipments.shipment_id = shipment_milestones.shipment_id
    left join order_locations_by_order
        on order_shipments.order_id = order_locations_by_order.order_id
    left join order_item_totals
        on order_shipments.order_id = order_item_totals.order_id

)

select
    facts.*,
    row_number() over (partition by order_id order by shipped_at) as order_shipment_sequence,
    lag(shipped_at) over (partition by order_id order by shipped_at) as previous_order_shipment_shipped_at,
    sum(shipping_cost) over (
        partition by order_id order by shipped_at
        rows between unbounded preceding and current row
    ) as running_order_shipment_shipping_cost
from facts
