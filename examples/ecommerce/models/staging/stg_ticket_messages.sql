select
    message_id,
    ticket_id,
    lower(trim(author_type)) as author_type,
    sent_at
from {{ source('support', 'ticket_messages') }}
where message_id is not null
