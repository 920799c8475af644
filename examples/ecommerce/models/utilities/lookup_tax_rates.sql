select
    upper(trim(country_code)) as country_code,
    max(tax_percent)::numeric(5, 2) as tax_percent
from {{ source('finance', 'tax_rates') }}
where valid_from <= current_date
group by upper(trim(country_code))
