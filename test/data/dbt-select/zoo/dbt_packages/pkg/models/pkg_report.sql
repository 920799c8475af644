select * from {{ ref('raw_users') }}
