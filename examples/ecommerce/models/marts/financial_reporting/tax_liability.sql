with order_invoices as (

    select * from {{ ref('int_order_invoices') }}

),

tax_rates as (

    select * from {{ ref('lookup_tax_rates') }}

),

order_margins_by_order as (

    select
        order_id,
        count(*) as order_margin_count,
        sum(unit_price) as order_margin_unit_price,
        max(order_date) as last_order_margin_order_date
    from {{ ref('int_order_margins') }}
    group by order_id

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
        tax_rates.tax_percent,
        order_margins_by_order.order_margin_count,
        order_margins_by_order.order_margin_unit_price,
        order_margins_by_order.last_order_margin_order_date
    from order_invoices
    left join tax_rates
        on order_invoices.country_code = tax_rates.country_code
    left join order_margins_by_order
        on order_invoices.order_id = order_margins_by_order.order_id

),

monthly as (

    select
        country_code,
        date_trunc('month', issued_on)::date as activity_month,
        count(*) as order_invoice_count,
        sum(invoice_amount) as total_invoice_amount,
        avg(invoice_amount) as average_invoice_amount,
        max(order_status) as order_status,
        count(distinct order_id) as orders_touched
    from facts
    where issued_on is not null
    group by country_code, date_trunc('month', issued_on)::date

),

trended as (

    select
        monthly.*,
        sum(total_invoice_amount) over (partition by country_code order by activity_month) as cumulative_invoice_amount,
        lag(total_invoice_amount) over (partition by country_code order by activity_month) as previous_invoice_amount,
        rank() over (partition by activity_month order by total_invoice_amount desc) as month_rank
    from monthly

)

select
    trended.*,
    (total_invoice_amount - previous_invoice_amount) / nullif(previous_invoice_amount, 0) as invoice_amount_change
from trended
