select * from {{ ref('orders') }} join {{ ref('snap_orders') }} on true
