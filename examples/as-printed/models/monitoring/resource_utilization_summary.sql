-- models/monitoring/resource_utilization_summary.sql
with system_metrics as (
  select
    execution_date,
    sum(case when threads_used = 1 then execution_time_seconds else 0 end) as single_thread_time,
    sum(case when threads_used > 1 then execution_time_seconds else 0 end) as multi_thread_time,
    sum(execution_time_seconds * threads_used) as total_thread_seconds,
    count(*) as total_models,
    avg(memory_mb_peak) as avg_memory_usage,
    max(memory_mb_peak) as peak_memory_usage
  from {{ ref('dbt_execution_monitoring') }}
  group by execution_date
)

select
  execution_date,
  total_models,
  round(single_thread_time / 60.0, 1) as single_thread_minutes,
  round(multi_thread_time / 60.0, 1) as multi_thread_minutes,
  round(total_thread_seconds / 60.0, 1) as total_thread_minutes,
  round(avg_memory_usage, 0) as avg_memory_mb,
  round(peak_memory_usage, 0) as peak_memory_mb,
  -- Calculate efficiency metrics
  round(
    (single_thread_time + multi_thread_time) / (total_thread_seconds / 16) * 100, 1
  ) as thread_utilization_percentage
from system_metrics
order by execution_date desc
