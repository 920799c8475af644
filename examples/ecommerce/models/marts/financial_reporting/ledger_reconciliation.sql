with ledger_entries as (

    select * from {{ ref('base_ledger_entries') }}

),

ledger_balances_by_account as (

    select
        account_code,
        count(*) as ledger_balance_count,
        sum(total_debit) as ledger_balance_total_debit,
        max(activity_month) as last_ledger_balance_activity_month
    from {{ ref('int_ledger_balances') }}
    group by account_code

),

order_invoices_by_order as (

    select
        order_id,
        count(*) as order_invoice_count,
        sum(invoice_amount) as order_invoice_invoice_amount,
        max(issued_on) as last_order_invoice_issued_on
    from {{ ref('int_order_invoices') }}
    group by order_id

),

order_payments as (

    select * from {{ ref('int_order_payments') }}

),

facts as (

    select
        ledger_entries.ledger_entry_id,
        ledger_entries.order_id,
        ledger_entries.account_code,
        ledger_entries.debit,
        ledger_entries.credit,
        ledger_entries.posted_at,
        ledger_balances_by_account.ledger_balance_count,
        ledger_balances_by_account.ledger_balance_total_debit,
        ledger_balances_by_account.last_ledger_balance_activity_month,
        order_invoices_by_order.order_invoice_count,
        order_invoices_by_order.order_invoice_invoice_amount,
        order_invoices_by_order.last_order_invoice_issued_on,
        order_payments.total_amount,
        order_payments.average_amount,
        order_payments.payment_count
    from ledger_entries
    left join ledger_balances_by_account
        on ledger_entries.account_code = ledger_balances_by_account.account_code
    left join order_invoices_by_order
        on ledger_entries.order_id = order_invoices_by_order.order_id
    left join order_payments
        on ledger_entries.order_id = order_payments.order_id

)

select
    facts.*,
    row_number() over (partition by account_code order by posted_at) as ledger_entry_sequence,
    lag(posted_at) over (partition by account_code order by posted_at) as previous_ledger_entry_posted_at,
    sum(debit) over (
        partition by account_code order by posted_at
        rows between unbounded preceding and current row
    ) as running_ledger_entry_debit
from facts
