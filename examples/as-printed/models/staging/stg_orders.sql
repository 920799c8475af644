-- models/staging/stg_orders.sql
{{ config(
  materialized='view',
  threads=6  -- Can run in parallel with other staging models
) }}

select
  order_id,
  customer_id,
  order_date::date as order_date,
  order_value::decimal(10,2) as order_value,
  order_status,
  shipping_method,
  created_at,
  updated_at
from {{ source('ecommerce_raw', 'orders') }}
where order_status != 'cancelled'
  and order_date >= '2020-01-01'
