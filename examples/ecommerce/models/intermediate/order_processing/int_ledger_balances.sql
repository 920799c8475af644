with ledger_entries as (

    select * from {{ ref('base_ledger_entries') }}

),

orders as (

    select * from {{ ref('stg_orders') }}

),

invoices_by_order as (

    select
        order_id,
        count(*) as invoice_count,
        sum(invoice_amount) as invoice_invoice_amount,
        max(issued_on) as last_invoice_issued_on
    from {{ ref('stg_invoices') }}
    group by order_id

),

facts as (

    select
        ledger_entries.ledger_entry_id,
        ledger_entries.order_id,
        ledger_entries.account_code,
        ledger_entries.debit,
        ledger_entries.credit,
        ledger_entries.posted_at,
        orders.order_status,
        orders.shipping_method,
        orders.order_value,
        invoices_by_order.invoice_count,
        invoices_by_order.invoice_invoice_amount,
        invoices_by_order.last_invoice_issued_on
    from ledger_entries
    left join orders
        on ledger_entries.order_id = orders.order_id
    left join invoices_by_order
        on ledger_entries.order_id = invoices_by_order.order_id

),

monthly as (

    select
        account_code,
        date_trunc('month', posted_at)::date as activity_month,
        count(*) as ledger_entry_count,
        sum(debit) as total_debit,
        avg(debit) as average_debit,
        max(order_status) as order_status,
        count(distinct order_id) as orders_touched
    from facts
    where posted_at is not null
    group by account_code, date_trunc('month', posted_at)::date

),

trended as (

    select
        monthly.*,
        sum(total_debit) over (partition by account_code order by activity_month) as cumulative_debit,
        lag(total_debit) over (partition by account_code order by activity_month) as previous_debit,
        rank() over (partition by activity_month order by total_debit desc) as month_rank
    from monthly

)

select
    trended.*,
    (total_debit - previous_debit) / nullif(previous_debit, 0) as debit_change
from trended
