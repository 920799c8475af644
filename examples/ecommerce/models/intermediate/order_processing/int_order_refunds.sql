with refunds as (

    select * from {{ ref('stg_refunds') }}

),

return_reasons as (

    select * from {{ ref('lookup_return_reasons') }}

),

facts as (

    select
        refunds.refund_id,
        refunds.order_id,
        refunds.order_item_id,
        refunds.reason_code,
        refunds.refund_amount,
        refunds.refunded_at,
        return_reasons.reason_name,
        return_reasons.reason_group
    from refunds
    left join return_reasons
        on refunds.reason_code = return_reasons.reason_code

)

select
    order_id,
    count(*) as refund_count,
    sum(refund_amount) as total_refund_amount,
    avg(refund_amount) as average_refund_amount,
    min(refunded_at) as first_refunded_at,
    max(refunded_at) as last_refunded_at,
    count(distinct reason_code) as distinct_reason_codes
from facts
where order_id is not null
group by order_id
