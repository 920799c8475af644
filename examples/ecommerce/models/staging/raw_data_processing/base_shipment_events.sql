with deliveries as (

    select
        *,
        row_number() over (partition by shipment_event_id order by loaded_at desc) as delivery_rank
    from {{ source('ecommerce_raw', 'shipment_events') }}
    where shipment_event_id is not null

)

select
    shipment_event_id,
    shipment_id,
    lower(trim(event_type)) as event_type,
    nullif(trim(location), '') as location,
    occurred_at
from deliveries
where delivery_rank = 1
