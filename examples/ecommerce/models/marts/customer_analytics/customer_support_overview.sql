with ticket_resolution as (

    select * from {{ ref('int_ticket_resolution') }}

),

customer_support_load as (

    select * from {{ ref('int_customer_support_load') }}

),

customer_refunds as (

    select * from {{ ref('int_customer_refunds') }}

),

facts as (

    select
        ticket_resolution.ticket_id,
        ticket_resolution.customer_id,
        ticket_resolution.order_id,
        ticket_resolution.topic,
        ticket_resolution.priority,
        ticket_resolution.opened_at,
        ticket_resolution.closed_at,
        ticket_resolution.ticket_message_count,
        ticket_resolution.last_ticket_message_sent_at,
        ticket_resolution.satisfaction_survey_count,
        ticket_resolution.last_satisfaction_survey_answered_at,
        ticket_resolution.order_value,
        ticket_resolution.ticket_sequence,
        ticket_resolution.previous_ticket_opened_at,
        ticket_resolution.running_ticket_order_value,
        customer_support_load.total_ticket_message_count,
        customer_support_load.average_ticket_message_count,
        customer_support_load.ticket_count,
        customer_refunds.total_refund_amount,
        customer_refunds.average_refund_amount,
        customer_refunds.refund_count
    from ticket_resolution
    left join customer_support_load
        on ticket_resolution.customer_id = customer_support_load.customer_id
    left join customer_refunds
        on ticket_resolution.customer_id = customer_refunds.customer_id

),

monthly as (

    select
        customer_id,
        date_trunc('month', opened_at)::date as activity_month,
        count(*) as ticket_resolution_count,
        sum(order_value) as total_order_value,
        avg(order_value) as average_order_value,
        max(topic) as topic,
        count(distinct order_id) as orders_touched
    from facts
    where opened_at is not null
    group by customer_id, date_trunc('month', opened_at)::date

),

trended as (

    select
        monthly.*,
        sum(total_order_value) over (partition by customer_id order by activity_month) as cumulative_order_value,
        lag(total_order_value) over (partition by customer_id order by activity_month) as previous_order_value,
        avg(total_order_value) over (
            partition by customer_id
            order by activity_month
            rows between 2 preceding and current row
        ) as smoothed_order_value
    from monthly

)

select
    trended.*,
    (total_order_value - previous_order_value) / nullif(previous_order_value, 0) as order_value_change
from trended
