-- macros/complexity_based_threading.sql
{% macro analyze_model_complexity(model_name) %}
  {% set model_sql = model.get('raw_sql', '') %}
  
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
