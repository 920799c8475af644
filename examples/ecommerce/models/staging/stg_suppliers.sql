select
    supplier_id,
    nullif(trim(supplier_name), '') as supplier_name,
    upper(trim(country_code)) as country_code,
    coalesce(lead_time_days, 0) as lead_time_days,
    coalesce(is_active, false) as is_active
from {{ source('ecommerce', 'suppliers') }}
where supplier_id is not null
