select id from {{ ref('orders') }} join {{ ref('seed_countries') }} on true
