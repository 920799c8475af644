-- models/marts/heavy_customer_analytics.sql
{{ config(
  materialized='table',
  threads=1,  -- Resource-intensive model gets dedicated execution
  pre_hook="set work_mem = '2GB'",  -- Increase memory allocation
  post_hook="analyze {{ this }}"   -- Update statistics after completion
) }}

with customer_lifetime_analysis as (
  select
    customer_id,
    first_purchase_date,
    last_purchase_date,
    total_orders,
    total_revenue,
    avg_order_value,
    -- Complex window functions and aggregations
    percentile_cont(0.5) within group (order by order_value) as median_order_value,
    count(*) over (partition by date_trunc('month', order_date)) as monthly_order_frequency,
    sum(order_value) over (
      partition by customer_id 
      order by order_date 
      rows between unbounded preceding and current row
    ) as cumulative_revenue
  from {{ ref('customer_orders_detailed') }}
  where order_date >= '2020-01-01'
),

behavioral_segmentation as (
  select
    customer_id,
    case
      when total_revenue > 10000 and avg_order_value > 200 then 'VIP'
      when total_revenue > 5000 or total_orders > 50 then 'High_Value'
      when total_revenue > 1000 or total_orders > 10 then 'Regular'
      else 'New'
    end as customer_segment,
    -- Machine learning feature calculations
    extract(days from (current_date - last_purchase_date)) as days_since_last_purchase,
    total_revenue / nullif(total_orders, 0) as true_avg_order_value
  from customer_lifetime_analysis
)

select
  c.*,
  b.customer_segment,
  b.days_since_last_purchase,
  b.true_avg_order_value
from customer_lifetime_analysis c
join behavioral_segmentation b using (customer_id)
