with refunds as (

    select * from {{ ref('stg_refunds') }}

),

orders as (

    select * from {{ ref('stg_orders') }}

),

facts as (

    select
        refunds.refund_id,
        refunds.order_id,
        refunds.order_item_id,
        refunds.reason_code,
        refunds.refund_amount,
        refunds.refunded_at,
        orders.customer_id,
        orders.order_value
    from refunds
    left join orders
        on refunds.order_id = orders.order_id

)

select
    customer_id,
    count(*) as refund_count,
    sum(refund_amount) as total_refund_amount,
    avg(refund_amount) as average_refund_amount,
    min(refunded_at) as first_refunded_at,
    max(refunded_at) as last_refunded_at,
    count(distinct reason_code) as distinct_reason_codes
from facts
where customer_id is not null
group by customer_id
