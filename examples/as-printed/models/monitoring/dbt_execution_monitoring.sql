-- models/monitoring/dbt_execution_monitoring.sql
{{ config(materialized='table') }}

with execution_metrics as (
  select
    model_name,
    execution_date,
    execution_time_seconds,
    threads_used,
    memory_mb_peak,
    rows_processed,
    -- Calculate threading efficiency
    execution_time_seconds / threads_used as time_per_thread,
    rows_processed / execution_time_seconds as rows_per_second
  from {{ ref('dbt_run_results_detailed') }}
  where execution_date >= current_date - interval 30 day
),

threading_analysis as (
  select
    model_name,
    avg(threads_used) as avg_threads,
    avg(execution_time_seconds) as avg_execution_time,
    avg(time_per_thread) as avg_time_per_thread,
    avg(rows_per_second) as avg_throughput,
    -- Identify optimization opportunities
    case
      when avg(time_per_thread) > 60 and avg(threads_used) > 1 then 'reduce_threads'
      when avg(execution_time_seconds) > 300 and avg(threads_used) = 1 then 'consider_optimization'
      when avg(rows_per_second) < 1000 then 'performance_issue'
      else 'optimal'
    end as optimization_recommendation
  from execution_metrics
  group by model_name
)

select
  model_name,
  avg_threads,
  round(avg_execution_time, 2) as avg_execution_time,
  round(avg_time_per_thread, 2) as avg_time_per_thread,
  round(avg_throughput, 0) as avg_rows_per_second,
  optimization_recommendation
from threading_analysis
where optimization_recommendation != 'optimal'
order by avg_execution_time desc
