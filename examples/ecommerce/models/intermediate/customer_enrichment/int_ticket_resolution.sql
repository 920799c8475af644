with tickets as (

    select * from {{ ref('stg_tickets') }}

),

ticket_messages_by_ticket as (

    select
        ticket_id,
        count(*) as ticket_message_count,
        max(sent_at) as last_ticket_message_sent_at
    from {{ ref('stg_ticket_messages') }}
    group by ticket_id

),

satisfaction_surveys_by_ticket as (

    select
        ticket_id,
        count(*) as satisfaction_survey_count,
        max(answered_at) as last_satisfaction_survey_answered_at
    from {{ ref('stg_satisfaction_surveys') }}
    group by ticket_id

),

orders as (

    select * from {{ ref('stg_orders') }}

),

facts as (

    select
        tickets.ticket_id,
        tickets.customer_id,
        tickets.order_id,
        tickets.topic,
        tickets.priority,
        tickets.opened_at,
        tickets.closed_at,
        ticket_messages_by_ticket.ticket_message_count,
        ticket_messages_by_ticket.last_ticket_message_sent_at,
        satisfaction_surveys_by_ticket.satisfaction_survey_count,
        satisfaction_surveys_by_ticket.last_satisfaction_survey_answered_at,
        orders.order_value
    from tickets
    left join ticket_messages_by_ticket
        on tickets.ticket_id = ticket_messages_by_ticket.ticket_id
    left join satisfaction_surveys_by_ticket
        on tickets.ticket_id = satisfaction_surveys_by_ticket.ticket_id
    left join orders
        on tickets.order_id = orders.order_id

),

sequenced as (

    select
        facts.*,
        row_number() over (partition by customer_id order by opened_at) as ticket_sequence,
        lag(opened_at) over (partition by customer_id order by opened_at) as previous_ticket_opened_at,
        sum(order_value) over (
            partition by customer_id order by opened_at
            rows between unbounded preceding and current row
        ) as running_ticket_order_value
    from facts

)

select * from sequenced
where customer_id is not null
