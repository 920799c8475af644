select
    address_id,
    customer_id,
    upper(trim(country_code)) as country_code,
    nullif(trim(region), '') as region,
    nullif(trim(city), '') as city,
    upper(trim(postal_code)) as postal_code,
    coalesce(is_default, false) as is_default,
    created_at
from {{ source('ecommerce_raw', 'customer_addresses') }}
where address_id is not null
  and created_at >= '2020-01-01'
