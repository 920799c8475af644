-- macros/adaptive_threading.sql
{% macro get_adaptive_threads(model_name, default_threads=2) %}
  
  {% if target.name == 'prod' %}
    {% set time_of_day = run_started_at.hour %}
    {% set day_of_week = run_started_at.weekday() %}
    
    -- Reduce threading during business hours to maintain system responsiveness
    {% if time_of_day >= 9 and time_of_day <= 17 and day_of_week < 5 %}
      {% set business_hours_modifier = 0.7 %}
    {% else %}
      {% set business_hours_modifier = 1.0 %}
    {% endif %}
    
    {% set base_threads = get_optimal_threads(model_name, default_threads) %}
    {% set adapted_threads = (base_threads * business_hours_modifier) | round | int %}
    {% set final_threads = [adapted_threads, 1] | max %}  -- Ensure minimum of 1 thread
    
    {{ log("Adaptive threading: " ~ model_name ~ " -> " ~ final_threads ~ " threads (base: " ~ base_threads ~ ", modifier: " ~ business_hours_modifier ~ ")", info=True) }}
    
    {{ return(final_threads) }}
    
  {% else %}
    {{ return(default_threads) }}
  {% endif %}
{% endmacro %}
