with web_analytics_events as (

    select * from {{ ref('web_analytics_events') }}

),

product_clicks as (

    select * from {{ ref('int_product_clicks') }}

),

products_enriched as (

    select * from {{ ref('int_products_enriched') }}

),

facts as (

    select
        web_analytics_events.event_id,
        web_analytics_events.event_type,
        web_analytics_events.session_id,
        web_analytics_events.customer_id,
        web_analytics_events.product_id,
        web_analytics_events.time_on_page,
        web_analytics_events.occurred_at,
        web_analytics_events.session_date,
        product_clicks.total_position,
        product_clicks.average_position,
        product_clicks.product_click_count,
        products_enriched.product_name,
        products_enriched.category_name,
        products_enriched.brand_name
    from web_analytics_events
    left join product_clicks
        on web_analytics_events.product_id = product_clicks.product_id
    left join products_enriched
        on web_analytics_events.product_id = products_enriched.product_id

),

monthly as (

    select
        product_id,
        date_trunc('month', occurred_at)::date as activity_month,
        count(*) as web_analytics_event_count,
        sum(total_position) as total_position,
        avg(total_position) as average_position,
        max(event_type) as event_type
    from facts
    where occurred_at is not null
    group by product_id, date_trunc('month', occurred_at)::date

),

trended as (

    select
        monthly.*,
        sum(total_position) over (partition by product_id order by activity_month) as cumulative_position,
        lag(total_position) over (partition by product_id order by activity_month) as previous_position,
        rank() over (partition by activity_month order by total_position desc) as month_rank
    from monthly

)

select
    trended.*,
    (total_position - previous_position) / nullif(previous_position, 0) as position_change
from trended
