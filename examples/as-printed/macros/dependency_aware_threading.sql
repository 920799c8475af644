-- macros/dependency_aware_threading.sql
{% macro get_dependency_optimized_threads(model_name) %}
  
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
      'execution_priority': 'critical'  # Early in DAG, many dependencies
    }
  } %}
  
  {% set model_config = model_dependencies.get(model_name, {'optimal_threads': 2}) %}
  
  {% if model_config.execution_priority == 'critical' %}
    {% set threads = model_config.optimal_threads + 1 %}  -- Boost critical path models
  {% else %}
    {% set threads = model_config.optimal_threads %}
  {% endif %}
  
  {{ log("Dependency-optimized threading for " ~ model_name ~ ": " ~ threads ~ " threads", info=True) }}
  {{ return(threads) }}
{% endmacro %}
