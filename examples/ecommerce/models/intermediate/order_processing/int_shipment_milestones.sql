with shipment_events as (

    select * from {{ ref('base_shipment_events') }}

),

shipments as (

    select * from {{ ref('stg_shipments') }}

),

facts as (

    select
        shipment_events.shipment_event_id,
        shipment_events.shipment_id,
        shipment_events.event_type,
        shipment_events.location,
        shipment_events.occurred_at,
        shipments.carrier,
        shipments.shipping_cost,
        shipments.order_id
    from shipment_events
    left join shipments
        on shipment_events.shipment_id = shipments.shipment_id

)

select
    shipment_id,
    count(*) as shipment_event_count,
    sum(shipping_cost) as total_shipping_cost,
    avg(shipping_cost) as average_shipping_cost,
    min(occurred_at) as first_occurred_at,
    max(occurred_at) as last_occurred_at,
    count(distinct event_type) as distinct_event_types
from facts
where shipment_id is not null
group by shipment_id
