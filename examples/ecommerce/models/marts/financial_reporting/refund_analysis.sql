with refunds as (

    select * from {{ ref('stg_refunds') }}

),

refund_rates_by_reason as (

    select
        reason_code,
        count(*) as refund_rate_count,
        sum(total_refund_amount) as refund_rate_total_refund_amount,
        max(activity_month) as last_refund_rate_activity_month
    from {{ ref('int_refund_rates') }}
    group by reason_code

),

customer_orders as (

    select * from {{ ref('customer_orders') }}

),

facts as (

    select
        refunds.refund_id,
        refunds.order_id,
        refunds.order_item_id,
        refunds.reason_code,
        refunds.refund_amount,
        refunds.refunded_at,
        refund_rates_by_reason.refund_rate_count,
        refund_rates_by_reason.refund_rate_total_refund_amount,
        refund_rates_by_reason.last_refund_rate_activity_month,
        customer_orders.order_status,
        customer_orders.shipping_method,
        customer_orders.country_code
    from refunds
    left join refund_rates_by_reason
        on refunds.reason_code = refund_rates_by_reason.reason_code
    left join customer_orders
        on refunds.order_id = customer_orders.order_id

),

monthly as (

    select
        reason_code,
        date_trunc('month', refunded_at)::date as activity_month,
        count(*) as refund_count,
        sum(refund_amount) as total_refund_amount,
        avg(refund_amount) as average_refund_amount,
        max(order_status) as order_status,
        count(distinct order_id) as orders_touched
    from facts
    where refunded_at is not null
    group by reason_code, date_trunc('month', refunded_at)::date

),

trended as (

    select
        monthly.*,
        sum(total_refund_amount) over (partition by reason_code order by activity_month) as cumulative_refund_amount,
        lag(total_refund_amount) over (partition by reason_code order by activity_month) as previous_refund_amount,
        rank() over (partition by activity_month order by total_refund_amount desc) as month_rank
    from monthly

)

select
    trended.*,
    (total_refund_amount - previous_refund_amount) / nullif(previous_refund_amount, 0) as refund_amount_change
from trended
