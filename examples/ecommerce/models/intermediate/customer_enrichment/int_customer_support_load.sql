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
        ticket_messages_by_ticket.last_ticket_message_sent_at
    from tickets
    left join ticket_messages_by_ticket
        on tickets.ticket_id = ticket_messages_by_ticket.ticket_id

)

select
    customer_id,
    count(*) as ticket_count,
    sum(ticket_message_count) as total_ticket_message_count,
    avg(ticket_message_count) as average_ticket_message_count,
    min(opened_at) as first_opened_at,
    max(opened_at) as last_opened_at,
    count(distinct topic) as distinct_topics
from facts
where customer_id is not null
group by customer_id
