-- The company's year starts in February.
select
    month::date as fiscal_month,
    extract(year from month - interval '1 month')::integer as fiscal_year,
    extract(quarter from month - interval '1 month')::integer as fiscal_quarter
from generate_series('2020-02-01'::timestamp, '2030-12-01'::timestamp, interval '1 month') as months (month)
