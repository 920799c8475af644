with deliveries as (

    select
        *,
        row_number() over (partition by search_id order by loaded_at desc) as delivery_rank
    from {{ source('web', 'search_queries') }}
    where search_id is not null

)

select
    search_id,
    session_id,
    customer_id,
    nullif(trim(query_text), '') as query_text,
    coalesce(results_count, 0) as results_count,
    clicked_product_id,
    searched_at
from deliveries
where delivery_rank = 1
