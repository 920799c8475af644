-- models/marts/customer_lifetime_value.sql
{{ config(
  materialized='table',
  threads=get_optimal_threads('customer_lifetime_value')
) }}

select
  customer_id,
  -- Complex LTV calculations
  sum(order_value) as total_revenue,
  count(distinct order_id) as total_orders,
  avg(order_value) as avg_order_value,
  -- Predictive LTV using window functions
  sum(order_value) over (
    partition by customer_id 
    order by order_date 
    rows between unbounded preceding and current row
  ) / count(*) over (partition by customer_id) * 
  exp(-0.1 * extract(days from current_date - max(order_date))) as predicted_ltv
from {{ ref('customer_orders') }}
group by customer_id
