-- analysis/current_performance_analysis.sql
with execution_stats as (
  select
    model_name,
    execution_time_seconds,
    rows_processed,
    bytes_processed,
    execution_date
  from {{ ref('dbt_run_results') }}
  where execution_date >= current_date - interval 7 day
),

performance_categories as (
  select
    model_name,
    avg(execution_time_seconds) as avg_execution_time,
    max(execution_time_seconds) as max_execution_time,
    avg(rows_processed) as avg_rows,
    case
      when avg(execution_time_seconds) > 300 then 'heavy'
      when avg(execution_time_seconds) > 60 then 'medium'
      else 'light'
    end as performance_category,
    count(*) as sample_size
  from execution_stats
  group by model_name
  having count(*) >= 5  -- Ensure statistical significance
)

select
  performance_category,
  count(*) as model_count,
  avg(avg_execution_time) as category_avg_time,
  sum(avg_execution_time) as total_category_time
from performance_categories
group by performance_category
order by category_avg_time desc
