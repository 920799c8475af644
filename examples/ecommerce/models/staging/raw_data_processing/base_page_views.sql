with deliveries as (

    select
        *,
        row_number() over (partition by page_view_id order by loaded_at desc) as delivery_rank
    from {{ source('web', 'page_views') }}
    where page_view_id is not null

)

select
    page_view_id,
    session_id,
    customer_id,
    product_id,
    lower(trim(page_type)) as page_type,
    coalesce(time_on_page, 0) as time_on_page,
    viewed_at
from deliveries
where delivery_rank = 1
