with page_views as (

    select * from {{ ref('base_page_views') }}

),

clicks as (

    select * from {{ ref('base_product_clicks') }}

)

select
    page_view_id as event_id,
    'page_view' as event_type,
    session_id,
    customer_id,
    product_id,
    time_on_page,
    viewed_at as occurred_at,
    viewed_at::date as session_date
from page_views

union all

select
    click_id as event_id,
    'product_click' as event_type,
    session_id,
    customer_id,
    product_id,
    0 as time_on_page,
    clicked_at as occurred_at,
    clicked_at::date as session_date
from clicks
