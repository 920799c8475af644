select id, 1 as v from {{ source('shop', 'items') }}
