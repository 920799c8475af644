{{ config(tags=['slow']) }} select * from {{ source('shop','users') }} where 1=0
