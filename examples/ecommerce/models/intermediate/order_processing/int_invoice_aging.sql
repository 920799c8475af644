with order_invoices as (

    select * from {{ ref('int_order_invoices') }}

),

order_payments as (

    select * from {{ ref('int_order_payments') }}

),

customers as (

    select * from {{ ref('stg_customers') }}

),

facts as (

    select
        order_invoices.invoice_id,
        order_invoices.order_id,
        order_invoices.customer_id,
        order_invoices.invoice_amount,
        order_invoices.tax_amount,
        order_invoices.issued_on,
        order_invoices.paid_on,
        order_invoices.order_status,
        order_invoices.shipping_method,
        order_invoices.order_value,
        order_invoices.order_location_count,
        order_invoices.country_code,
        order_invoices.region,
        order_payments.total_amount,
        order_payments.average_amount,
        order_payments.payment_count,
        customers.email,
        customers.first_name,
        customers.last_name
    from order_invoices
    left join order_payments
        on order_invoices.order_id = order_payments.order_id
    left join customers
        on order_invoices.customer_id = customers.customer_id

),

monthly as (

    select
        customer_id,
        date_trunc('month', issued_on)::date as activity_month,
        count(*) as order_invoice_count,
        sum(invoice_amount) as total_invoice_amount,
        avg(invoice_amount) as average_invoice_amount,
        max(order_status) as order_status,
        count(distinct order_id) as orders_touched
    from facts
    where issued_on is not null
    group by customer_id, date_trunc('month', issued_on)::date

),

trended as (

    select
        monthly.*,
        sum(total_invoice_amount) over (partition by customer_id order by activity_month) as cumulative_invoice_amount,
        lag(total_invoice_amount) over (partition by customer_id order by activity_month) as previous_invoice_amount,
        rank() over (partition by activity_month order by total_invoice_amount desc) as month_rank
    from monthly

)

select
    trended.*,
    (total_invoice_amount - previous_invoice_amount) / nullif(previous_invoice_amount, 0) as invoice_amount_change
from trended
