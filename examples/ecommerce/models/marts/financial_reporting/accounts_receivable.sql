with invoice_aging as (

    select * from {{ ref('int_invoice_aging') }}

),

customer_profiles as (

    select * from {{ ref('customer_profiles') }}

),

customer_refunds as (

    select * from {{ ref('int_customer_refunds') }}

),

facts as (

    select
        invoice_aging.customer_id,
        invoice_aging.activity_month,
        invoice_aging.order_invoice_count,
        invoice_aging.total_invoice_amount,
        invoice_aging.average_invoice_amount,
        invoice_aging.order_status,
        invoice_aging.cumulative_invoice_amount,
        invoice_aging.previous_invoice_amount,
        invoice_aging.month_rank,
        invoice_aging.invoice_amount_change,
        customer_profiles.email,
        customer_profiles.first_name,
        customer_profiles.last_name,
        customer_refunds.total_refund_amount,
        customer_refunds.average_refund_amount,
        customer_refunds.refund_count
    from invoice_aging
    left join customer_profiles
        on invoice_aging.customer_id = customer_profiles.customer_id
    left join customer_refunds
        on invoice_aging.customer_id = customer_refunds.customer_id

),

sequenced as (

    select
        facts.*,
        row_number() over (partition by customer_id order by activity_month) as invoice_aging_sequence,
        lag(activity_month) over (partition by customer_id order by activity_month) as previous_invoice_aging_activity_month,
        sum(total_invoice_amount) over (
            partition by customer_id order by activity_month
            rows between unbounded preceding and current row
        ) as running_invoice_aging_invoice_amount
    from facts

)

select * from sequenced
where customer_id is not null
