-- models/marts/customer_lifetime_value.sql
{{ config(
  materialized='table',
  threads=1,
  pre_hook=[
    "set work_mem = '4GB'",
    "set temp_buffers = '256MB'",
    "set random_page_cost = 1.1"  -- Optimize for SSD storage
  ],
  post_hook="analyze {{ this }}"
) }}

-- Heavy analytical model with complex calculations
with customer_transaction_history as (
  select
    customer_id,
    order_date,
    order_value,
    product_category,
    -- Complex window functions for behavioral analysis
    lag(order_date) over (partition by customer_id order by order_date) as previous_order_date,
    lead(order_date) over (partition by customer_id order by order_date) as next_order_date,
    row_number() over (partition by customer_id order by order_date) as order_sequence,
    sum(order_value) over (
      partition by customer_id 
      order by order_date 
      rows between unbounded preceding and current row
    ) as cumulative_value
  from {{ ref('int_customer_orders_enriched') }}
),

ltv_calculations as (
  select
    customer_id,
    count(*) as total_orders,
    sum(order_value) as total_revenue,
    avg(order_value) as avg_order_value,
    min(order_date) as first_order_date,
    max(order_date) as last_order_date,
    -- Advanced LTV modeling
    avg(extract(days from (next_order_date - order_date))) as avg_days_between_orders,
    sum(order_value) / nullif(extract(days from (max(order_date) - min(order_date))), 0) * 365 as annualized_revenue,
    -- Predictive LTV based on recency, frequency, monetary value
    case
      when extract(days from (current_date - max(order_date))) <= 30 then 1.0
      when extract(days from (current_date - max(order_date))) <= 90 then 0.8
      when extract(days from (current_date - max(order_date))) <= 180 then 0.6
      else 0.3
    end as recency_score,
    ln(count(*) + 1) / 3.0 as frequency_score,
    ln(sum(order_value) + 1) / 10.0 as monetary_score
  from customer_transaction_history
  group by customer_id
)

select
  customer_id,
  total_orders,
  total_revenue,
  avg_order_value,
  first_order_date,
  last_order_date,
  avg_days_between_orders,
  annualized_revenue,
  recency_score * frequency_score * monetary_score as composite_ltv_score,
  case
    when recency_score * frequency_score * monetary_score > 0.8 then 'high_value'
    when recency_score * frequency_score * monetary_score > 0.5 then 'medium_value'
    when recency_score * frequency_score * monetary_score > 0.2 then 'low_value'
    else 'at_risk'
  end as customer_value_segment
from ltv_calculations
