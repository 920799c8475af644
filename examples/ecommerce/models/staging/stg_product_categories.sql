{{ config(
  materialized='view',
  threads=4
) }}

select
  category_id,
  category_name,
  parent_category_id,
  is_active,
  created_at,
  updated_at
from {{ source('ecommerce', 'product_categories') }}
where is_active = true
