with refunds as (

    select * from {{ ref('stg_refunds') }}

),

orders as (

    select * from {{ ref('stg_orders') }}

),

order_items as (

    select * from {{ ref('stg_order_items') }}

),

facts as (

    select
        refunds.refund_id,
        refunds.order_id,
        refunds.order_item_id,
        refunds.reason_code,
        refunds.refund_amount,
        refunds.refunded_at,
        orders.order_status,
        orders.shipping_method,
        orders.order_value,
        order_items.unit_price,
        order_items.discount_amount,
        order_items.quantity
    from refunds
    left join orders
        on refunds.order_id = orders.order_id
    left join order_items
        on refunds.order_item_id = order_items.order_item_id

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
        avg(total_refund_amount) over (
            partition by reason_code
            order by activity_month
            rows between 2 preceding and current row
        ) as smoothed_refund_amount
    from monthly

)

select
    trended.*,
    (total_refund_amount - previous_refund_amount) / nullif(previous_refund_amount, 0) as refund_amount_change
from trended
