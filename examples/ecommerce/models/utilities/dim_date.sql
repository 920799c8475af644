{{ config(threads=get_optimal_threads('dim_date')) }}

select
    day::date as date_day,
    date_trunc('month', day)::date as month_start,
    extract(week from day)::integer as iso_week,
    extract(isodow from day) in (6, 7) as is_weekend
from generate_series('2020-01-01'::timestamp, '2030-12-31'::timestamp, interval '1 day') as days (day)
