with page_views as (

    select * from {{ ref('base_page_views') }}

),

sessions as (

    select * from {{ ref('base_sessions') }}

),

facts as (

    select
        page_views.page_view_id,
        page_views.session_id,
        page_views.customer_id,
        page_views.product_id,
        page_views.page_type,
        page_views.time_on_page,
        page_views.viewed_at,
        sessions.device_type,
        sessions.channel_code,
        sessions.country_code
    from page_views
    left join sessions
        on page_views.session_id = sessions.session_id

)

select
    product_id,
    count(*) as page_view_count,
    sum(time_on_page) as total_time_on_page,
    avg(time_on_page) as average_time_on_page,
    min(viewed_at) as first_viewed_at,
    max(viewed_at) as last_viewed_at,
    count(distinct page_type) as distinct_page_types
from facts
where product_id is not null
group by product_id
