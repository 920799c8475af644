select o.id, p.v, '2024-01-01'::date as ds from {{ ref('raw_orders') }} o join {{ ref('raw_people') }} p on true
