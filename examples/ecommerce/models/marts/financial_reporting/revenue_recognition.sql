{{ config(materialized='incremental', unique_key='customer_id') }}

with order_invoices as (

    select * from {{ ref('int_order_invoices') }}

),

order_fulfillment_by_order as (

    select
        order_id,
        count(*) as order_fulfillment_count,
        sum(shipping_cost) as order_fulfillment_shipping_cost,
        max(shipped_at) as last_order_fulfillment_shipped_at
    from {{ ref('order_fulfillment') }}
    group by order_id

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

subscription_orders as (

    select * from {{ ref('int_subscription_orders') }}

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
        order_fulfillment_by_order.order_fulfillment_count,
        order_fulfillment_by_order.order_fulfillment_shipping_cost,
        order_fulfillment_by_order.last_order_fulfillment_shipped_at,
        order_margins_by_order.order_margin_count,
        order_margins_by_order.order_margin_unit_price,
        order_margins_by_order.last_order_margin_order_date,
        subscription_orders.email,
        subscription_orders.first_name,
        subscription_orders.last_name
    from order_invoices
    left join order_fulfillment_by_order
        on order_invoices.order_id = order_fulfillment_by_order.order_id
    left join order_margins_by_order
        on order_invoices.order_id = order_margins_by_order.order_id
    left join subscription_orders
        on order_invoices.order_id = subscription_orders.order_id
    {% if is_incremental() %}
    where order_invoices.issued_on > (select max(last_issued_on) from {{ this }})
    {% endif %}

),

ordered as (

    select
        facts.*,
        row_number() over (partition by customer_id order by issued_on) as event_rank,
        lag(issued_on) over (partition by customer_id order by issued_on) as previous_time,
        sum(invoice_amount) over (
            partition by customer_id order by issued_on
            rows between unbounded preceding and current row
        ) as running_invoice_amount
    from facts
    where customer_id is not null

),

monthly as (

    select
        customer_id,
        date_trunc('month', issued_on)::date as activity_month,
        count(*) as event_count,
        sum(invoice_amount) as month_invoice_amount,
        max(running_invoice_amount) as running_invoice_amount
    from ordered
    group by customer_id, date_trunc('month', issued_on)::date

),

trend as (

    select
        monthly.*,
        avg(month_invoice_amount) over (
            partition by customer_id
            order by activity_month
            rows between 5 preceding and current row
        ) as smoothed_invoice_amount,
        rank() over (partition by activity_month order by month_invoice_amount desc) as month_rank,
        row_number() over (partition by customer_id order by activity_month desc) as recency_rank
    from monthly

),

peers as (

    select
        order_status,
        percentile_cont(0.5) within group (order by invoice_amount) as median_invoice_amount,
        avg(invoice_amount) as peer_average_invoice_amount
    from facts
    group by order_status

),

totals as (

    select
        customer_id,
        max(order_status) as order_status,
        count(*) as order_invoice_count,
        sum(invoice_amount) as total_invoice_amount,
        max(event_rank) as longest_sequence,
        min(issued_on) as first_issued_on,
        max(issued_on) as last_issued_on
    from ordered
    group by customer_id

)

select
    totals.*,
    trend.smoothed_invoice_amount,
    trend.month_rank,
    peers.median_invoice_amount,
    totals.total_invoice_amount / nullif(peers.peer_average_invoice_amount, 0) as peer_ratio,
    case
        when totals.total_invoice_amount > 4 * peers.peer_average_invoice_amount then 'leading'
        when totals.total_invoice_amount > peers.peer_average_invoice_amount then 'above_average'
        when trend.smoothed_invoice_amount > peers.median_invoice_amount then 'growing'
        else 'low'
    end as order_invoice_segment
from totals
left join trend
    on totals.customer_id = trend.customer_id
    and trend.recency_rank = 1
left join peers
    on totals.order_status = peers.order_status
where totals.total_invoice_amount >= (select 0.05 * avg(total_invoice_amount) from totals)
