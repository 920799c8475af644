{{ config(materialized='incremental', unique_key='customer_id', threads=1) }}

with web_analytics_events as (

    select * from {{ ref('web_analytics_events') }}

),

sessions as (

    select * from {{ ref('base_sessions') }}

),

search_queries_by_session as (

    select
        session_id,
        count(*) as search_querie_count,
        max(searched_at) as last_search_querie_searched_at
    from {{ ref('base_search_queries') }}
    group by session_id

),

customer_profiles as (

    select * from {{ ref('customer_profiles') }}

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
        sessions.device_type,
        sessions.channel_code,
        sessions.ended_at,
        search_queries_by_session.search_querie_count,
        search_queries_by_session.last_search_querie_searched_at,
        customer_profiles.email,
        customer_profiles.first_name,
        customer_profiles.last_name
    from web_analytics_events
    left join sessions
        on web_analytics_events.session_id = sessions.session_id
    left join search_queries_by_session
        on web_analytics_events.session_id = search_queries_by_session.session_id
    left join customer_profiles
        on web_analytics_events.customer_id = customer_profiles.customer_id
    {% if is_incremental() %}
    where web_analytics_events.occurred_at > (select max(last_occurred_at) from {{ this }})
    {% endif %}

),

ordered as (

    select
        facts.*,
        row_number() over (partition by customer_id order by occurred_at) as event_rank,
        lag(occurred_at) over (partition by customer_id order by occurred_at) as previous_time,
        sum(time_on_page) over (
            partition by customer_id order by occurred_at
            rows between unbounded preceding and current row
        ) as running_time_on_page
    from facts
    where customer_id is not null

),

monthly as (

    select
        customer_id,
        date_trunc('month', occurred_at)::date as activity_month,
        count(*) as event_count,
        sum(time_on_page) as month_time_on_page,
        max(running_time_on_page) as running_time_on_page
    from ordered
    group by customer_id, date_trunc('month', occurred_at)::date

),

trend as (

    select
        monthly.*,
        avg(month_time_on_page) over (
            partition by customer_id
            order by activity_month
            rows between 2 preceding and current row
        ) as smoothed_time_on_page,
        rank() over (partition by activity_month order by month_time_on_page desc) as month_rank,
        row_number() over (partition by customer_id order by activity_month desc) as recency_rank
    from monthly

),

peers as (

    select
        event_type,
        percentile_cont(0.5) within group (order by time_on_page) as median_time_on_page,
        avg(time_on_page) as peer_average_time_on_page
    from facts
    group by event_type

),

totals as (

    select
        customer_id,
        max(event_type) as event_type,
        count(*) as web_analytics_event_count,
        sum(time_on_page) as total_time_on_page,
        max(event_rank) as longest_sequence,
        min(occurred_at) as first_occurred_at,
        max(occurred_at) as last_occurred_at
    from ordered
    group by customer_id

)

select
    totals.*,
    trend.smoothed_time_on_page,
    trend.month_rank,
    peers.median_time_on_page,
    totals.total_time_on_page / nullif(peers.peer_average_time_on_page, 0) as peer_ratio,
    case
        when totals.total_time_on_page > 4 * peers.peer_average_time_on_page then 'leading'
        when totals.total_time_on_page > peers.peer_average_time_on_page then 'above_average'
        when trend.smoothed_time_on_page > peers.median_time_on_page then 'growing'
        else 'low'
    end as web_analytics_event_segment
from totals
left join trend
    on totals.customer_id = trend.customer_id
    and trend.recency_rank = 1
left join peers
    on totals.event_type = peers.event_type
where totals.total_time_on_page >= (select 0.05 * avg(total_time_on_page) from totals)
