with deliveries as (

    select
        *,
        row_number() over (partition by click_id order by loaded_at desc) as delivery_rank
    from {{ source('web', 'product_clicks') }}
    where click_id is not null

)

select
    click_id,
    session_id,
    customer_id,
    product_id,
    coalesce(position, 0) as position,
    clicked_at
from deliveries
where delivery_rank = 1
