{{ config(materialized='incremental', unique_key='id', meta={'tier': 1}) }} select o.* from {{ ref('orders') }} o join {{ ref('items') }} i on true
