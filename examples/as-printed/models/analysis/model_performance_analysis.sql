-- models/analysis/model_performance_analysis.sql
{{ config(materialized='table') }}

with model_stats as (
  select
    model_name,
    avg(execution_time_seconds) as avg_execution_time,
    max(execution_time_seconds) as max_execution_time,
    avg(rows_processed) as avg_rows_processed,
    max(rows_processed) as max_rows_processed,
    avg(memory_mb_used) as avg_memory_usage,
    count(*) as execution_count
  from {{ ref('dbt_run_results_history') }}
  where created_date >= current_date - interval 30 day
  group by model_name
),

model_classification as (
  select
    model_name,
    avg_execution_time,
    avg_rows_processed,
    avg_memory_usage,
    case
      when avg_execution_time > 600 and avg_rows_processed > 1000000 then 'heavy'
      when avg_execution_time > 300 and avg_rows_processed > 100000 then 'medium'
      when avg_execution_time > 60 then 'light'
      else 'minimal'
    end as resource_category,
    case
      when avg_execution_time > 900 then 'high'
      when avg_execution_time > 300 then 'medium'
      else 'low'
    end as priority_tier
  from model_stats
)

select * from model_classification
order by avg_execution_time desc
