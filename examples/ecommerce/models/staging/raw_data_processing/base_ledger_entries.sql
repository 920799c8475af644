with deliveries as (

    select
        *,
        row_number() over (partition by ledger_entry_id order by loaded_at desc) as delivery_rank
    from {{ source('finance', 'ledger_entries') }}
    where ledger_entry_id is not null

)

select
    ledger_entry_id,
    order_id,
    upper(trim(account_code)) as account_code,
    debit::numeric(14, 2) as debit,
    credit::numeric(14, 2) as credit,
    posted_at
from deliveries
where delivery_rank = 1
