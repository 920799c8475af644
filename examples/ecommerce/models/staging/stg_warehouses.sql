select
    warehouse_id,
    nullif(trim(warehouse_name), '') as warehouse_name,
    upper(trim(country_code)) as country_code,
    coalesce(capacity_units, 0) as capacity_units
from {{ source('ecommerce', 'warehouses') }}
where warehouse_id is not null
