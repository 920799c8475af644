-- models/staging/stg_product_categories.sql  
{{ config(
  materialized='view',
  threads=4  -- Lightweight model can share threads efficiently
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
