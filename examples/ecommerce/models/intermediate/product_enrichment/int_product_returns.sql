with refunds as (

    select * from {{ ref('stg_refunds') }}

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
        order_items.product_id,
        order_items.quantity
    from refunds
    left join order_items
        on refunds.order_item_id = order_items.order_item_id

)

select
    product_id,
    count(*) as refund_count,
    sum(refund_amount) as total_refund_amount,
    avg(refund_amount) as average_refund_amount,
    min(refunded_at) as first_refunded_at,
    max(refunded_at) as last_refunded_at,
    count(distinct reason_code) as distinct_reason_codes
from facts
where product_id is not null
group by product_id
