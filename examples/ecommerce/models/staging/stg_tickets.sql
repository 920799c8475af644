select
    ticket_id,
    customer_id,
    order_id,
    nullif(trim(topic), '') as topic,
    nullif(trim(priority), '') as priority,
    opened_at,
    closed_at
from {{ source('support', 'tickets') }}
where ticket_id is not null
