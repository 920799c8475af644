with product_clicks as (

    select * from {{ ref('base_product_clicks') }}

),

sessions as (

    select * from {{ ref('base_sessions') }}

),

facts as (

    select
        product_clicks.click_id,
        product_clicks.session_id,
        product_clicks.customer_id,
        product_clicks.product_id,
        product_clicks.position,
        product_clicks.clicked_at,
        sessions.device_type,
        sessions.channel_code,
        sessions.country_code
    from product_clicks
    left join sessions
        on product_clicks.session_id = sessions.session_id

)

select
    product_id,
    count(*) as product_click_count,
    sum(position) as total_position,
    avg(position) as average_position,
    min(clicked_at) as first_clicked_at,
    max(clicked_at) as last_clicked_at,
    count(distinct device_type) as distinct_device_types
from facts
where product_id is not null
group by product_id
