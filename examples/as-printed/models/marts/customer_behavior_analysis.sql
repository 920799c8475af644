-- models/marts/customer_behavior_analysis.sql
{% set resource_config = configure_model_resources('aggregation_intensive', 'large') %}

{{ config(
  materialized='table',
  threads=resource_config.threads,
  pre_hook=resource_config.pre_hook
) }}

with customer_sessions as (
  select
    customer_id,
    session_date,
    count(*) as page_views,
    sum(time_on_page) as total_session_time,
    count(distinct product_id) as unique_products_viewed
  from {{ ref('web_analytics_events') }}
  where event_type = 'page_view'
    and session_date >= current_date - interval 90 day
  group by customer_id, session_date
),

behavioral_metrics as (
  select
    customer_id,
    avg(page_views) as avg_pages_per_session,
    avg(total_session_time) as avg_session_duration,
    count(distinct session_date) as total_sessions,
    percentile_cont(0.5) within group (order by page_views) as median_pages_per_session,
    -- Complex behavioral scoring
    case
      when avg(page_views) > 10 and avg(total_session_time) > 300 then 'highly_engaged'
      when avg(page_views) > 5 and avg(total_session_time) > 120 then 'moderately_engaged'  
      when avg(page_views) > 2 then 'casually_engaged'
      else 'low_engagement'
    end as engagement_level
  from customer_sessions
  group by customer_id
)

select * from behavioral_metrics
