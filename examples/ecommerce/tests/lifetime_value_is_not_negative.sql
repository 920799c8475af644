-- An order's lifetime value cannot be below zero.
select customer_id
from {{ ref('customer_lifetime_value') }}
where total_revenue < 0
