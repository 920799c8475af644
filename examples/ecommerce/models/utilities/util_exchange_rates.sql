-- The latest rate of each currency.
with ranked as (

    select
        upper(trim(currency_code)) as currency_code,
        rate_to_usd::numeric(14, 6) as rate_to_usd,
        rate_date::date as rate_date,
        row_number() over (partition by upper(trim(currency_code)) order by rate_date desc) as age_rank
    from {{ source('finance', 'exchange_rates') }}

)

select
    currency_code,
    rate_to_usd,
    rate_date
from ranked
where age_rank = 1
