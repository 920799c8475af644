select * from {{ ref('orders') }} join {{ ref('items') }} on true where 1=0
