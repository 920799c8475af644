/**
 * The article's five macros. Changed where they did not compile or could not work: comments that
 * stood inside Jinja tags are gone or are Jinja comments now, and the complexity macro reads
 * `raw_code`, as dbt has named it since 1.3.
 */

/** File name under `macros/` to text. */
export const MACROS: ReadonlyMap<string, string> = new Map([
  [
    "dynamic_threading.sql",
    `{% macro get_optimal_threads(model_name, default_threads=2) %}

  {% set model_metadata = {
    'customer_lifetime_value': {'threads': 1, 'reason': 'Heavy aggregations and window functions'},
    'daily_sales_summary': {'threads': 1, 'reason': 'Large dataset with complex joins'},
    'customer_segmentation': {'threads': 1, 'reason': 'ML feature engineering'},
    'product_recommendations': {'threads': 1, 'reason': 'Collaborative filtering algorithms'},

    'order_items_enriched': {'threads': 2, 'reason': 'Medium complexity joins'},
    'customer_monthly_metrics': {'threads': 2, 'reason': 'Moderate aggregation complexity'},

    'stg_orders': {'threads': 4, 'reason': 'Lightweight transformation'},
    'stg_customers': {'threads': 4, 'reason': 'Simple staging model'},
    'stg_products': {'threads': 4, 'reason': 'Basic data cleaning'},

    'dim_date': {'threads': 8, 'reason': 'Static utility table'},
    'lookup_country_codes': {'threads': 8, 'reason': 'Small reference table'}
  } %}

  {% set model_config = model_metadata.get(model_name, {'threads': default_threads, 'reason': 'Default allocation'}) %}

  {{ log("Model: " ~ model_name ~ " assigned " ~ model_config.threads ~ " threads. Reason: " ~ model_config.reason, info=True) }}

  {{ return(model_config.threads) }}
{% endmacro %}
`,
  ],
  [
    "resource_optimization.sql",
    `{% macro configure_model_resources(model_type, data_volume='medium') %}

  {% set resource_configs = {
    'heavy_analytical': {
      'small': {
        'work_mem': '512MB',
        'temp_buffers': '32MB',
        'threads': 1
      },
      'medium': {
        'work_mem': '2GB',
        'temp_buffers': '128MB',
        'threads': 1
      },
      'large': {
        'work_mem': '4GB',
        'temp_buffers': '256MB',
        'threads': 1
      }
    },
    'aggregation_intensive': {
      'small': {
        'work_mem': '256MB',
        'hash_mem_multiplier': '2.0',
        'threads': 2
      },
      'medium': {
        'work_mem': '1GB',
        'hash_mem_multiplier': '3.0',
        'threads': 1
      },
      'large': {
        'work_mem': '2GB',
        'hash_mem_multiplier': '4.0',
        'threads': 1
      }
    },
    'lightweight_staging': {
      'small': {'threads': 6},
      'medium': {'threads': 4},
      'large': {'threads': 2}
    }
  } %}

  {% set config = resource_configs[model_type][data_volume] %}

  {% set pre_hooks = [] %}
  {% if config.get('work_mem') %}
    {% set _ = pre_hooks.append("set work_mem = '" ~ config.work_mem ~ "'") %}
  {% endif %}
  {% if config.get('temp_buffers') %}
    {% set _ = pre_hooks.append("set temp_buffers = '" ~ config.temp_buffers ~ "'") %}
  {% endif %}
  {% if config.get('hash_mem_multiplier') %}
    {% set _ = pre_hooks.append("set hash_mem_multiplier = " ~ config.hash_mem_multiplier) %}
  {% endif %}

  {{ return({
    'threads': config.threads,
    'pre_hook': pre_hooks
  }) }}
{% endmacro %}
`,
  ],
  [
    "dependency_aware_threading.sql",
    `{% macro get_dependency_optimized_threads(model_name) %}

  {% set model_dependencies = {
    'customer_lifetime_value': {
      'upstream_models': ['customer_orders', 'customer_profiles'],
      'downstream_models': ['customer_segmentation', 'marketing_campaigns'],
      'optimal_threads': 1,
      'execution_priority': 'high'
    },
    'customer_orders': {
      'upstream_models': ['stg_orders', 'stg_order_items'],
      'downstream_models': ['customer_lifetime_value', 'daily_sales_summary'],
      'optimal_threads': 2,
      'execution_priority': 'high'
    },
    'stg_orders': {
      'upstream_models': [],
      'downstream_models': ['customer_orders', 'order_fulfillment'],
      'optimal_threads': 4,
      'execution_priority': 'critical'
    }
  } %}

  {% set model_config = model_dependencies.get(model_name, {'optimal_threads': 2}) %}

  {% if model_config.execution_priority == 'critical' %}
    {% set threads = model_config.optimal_threads + 1 %}  {# Boost critical path models #}
  {% else %}
    {% set threads = model_config.optimal_threads %}
  {% endif %}

  {{ log("Dependency-optimized threading for " ~ model_name ~ ": " ~ threads ~ " threads", info=True) }}
  {{ return(threads) }}
{% endmacro %}
`,
  ],
  [
    "adaptive_threading.sql",
    `{% macro get_adaptive_threads(model_name, default_threads=2) %}

  {% if target.name == 'prod' %}
    {% set time_of_day = run_started_at.hour %}
    {% set day_of_week = run_started_at.weekday() %}

    {# Reduce threading during business hours to maintain system responsiveness #}
    {% if time_of_day >= 9 and time_of_day <= 17 and day_of_week < 5 %}
      {% set business_hours_modifier = 0.7 %}
    {% else %}
      {% set business_hours_modifier = 1.0 %}
    {% endif %}

    {% set base_threads = get_optimal_threads(model_name, default_threads) %}
    {% set adapted_threads = (base_threads * business_hours_modifier) | round | int %}
    {% set final_threads = [adapted_threads, 1] | max %}  {# Ensure minimum of 1 thread #}

    {{ log("Adaptive threading: " ~ model_name ~ " -> " ~ final_threads ~ " threads (base: " ~ base_threads ~ ", modifier: " ~ business_hours_modifier ~ ")", info=True) }}

    {{ return(final_threads) }}

  {% else %}
    {{ return(default_threads) }}
  {% endif %}
{% endmacro %}
`,
  ],
  [
    "complexity_based_threading.sql",
    `{% macro analyze_model_complexity(model_name) %}
  {# dbt has called it raw_code since version 1.3. #}
  {% set model_sql = model.get('raw_code', model.get('raw_sql', '')) %}

  {% set complexity_indicators = {
    'window_functions': model_sql.count('over ('),
    'joins': model_sql.lower().count(' join '),
    'subqueries': model_sql.count('(select'),
    'aggregations': model_sql.lower().count('group by'),
    'unions': model_sql.lower().count('union'),
    'recursive_ctes': model_sql.lower().count('recursive')
  } %}

  {% set complexity_score =
    complexity_indicators.window_functions * 2 +
    complexity_indicators.joins * 1.5 +
    complexity_indicators.subqueries * 1.2 +
    complexity_indicators.aggregations * 1 +
    complexity_indicators.unions * 0.8 +
    complexity_indicators.recursive_ctes * 3
  %}

  {% set recommended_threads =
    1 if complexity_score > 15
    else 2 if complexity_score > 8
    else 4 if complexity_score > 3
    else 6
  %}

  {{ log("Model complexity analysis for " ~ model_name ~ ": score=" ~ complexity_score ~ ", threads=" ~ recommended_threads, info=True) }}

  {{ return({
    'complexity_score': complexity_score,
    'recommended_threads': recommended_threads,
    'complexity_breakdown': complexity_indicators
  }) }}
{% endmacro %}
`,
  ],
]);
