{% test at_least_one(model, column_name) %} select 1 from {{ model }} having count(*) < 1 {% endtest %}
