-- macros/resource_optimization.sql
{% macro configure_model_resources(model_type, data_volume='medium') %}
  
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
