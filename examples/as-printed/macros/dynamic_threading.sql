-- macros/dynamic_threading.sql
{% macro get_optimal_threads(model_name, default_threads=2) %}
  
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
