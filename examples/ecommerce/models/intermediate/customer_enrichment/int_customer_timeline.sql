select customer_id, order_id as activity_id, 'order' as activity_type, order_value as activity_value, order_date::timestamp as occurred_at
from {{ ref('stg_orders') }}

union all

select customer_id, ticket_id, 'ticket', 0, opened_at
from {{ ref('stg_tickets') }}

union all

select customer_id, review_id, 'review', rating, created_at
from {{ ref('stg_product_reviews') }}

union all

select customer_id, loyalty_event_id, 'loyalty', points, occurred_at
from {{ ref('stg_loyalty_events') }}
