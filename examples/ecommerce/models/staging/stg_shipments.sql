select
    shipment_id,
    order_id,
    warehouse_id,
    nullif(trim(carrier), '') as carrier,
    shipping_cost::numeric(14, 2) as shipping_cost,
    shipped_at,
    delivered_at
from {{ source('ecommerce_raw', 'shipments') }}
where shipment_id is not null
