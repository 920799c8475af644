with search_queries as (

    select * from {{ ref('base_search_queries') }}

),

sessions as (

    select * from {{ ref('base_sessions') }}

),

product_clicks_by_session as (

    select
        session_id,
        count(*) as product_click_count,
        max(clicked_at) as last_product_click_clicked_at
    from {{ ref('base_product_clicks') }}
    group by session_id

),

customers as (

    select * from {{ ref('stg_customers') }}

),

facts as (

    select
        search_queries.search_id,
        search_queries.session_id,
        search_queries.customer_id,
        search_queries.query_text,
        search_queries.results_count,
        search_queries.clicked_product_id,
        search_queries.searched_at,
        sessions.device_type,
        sessions.channel_code,
        sessions.country_code,
        product_clicks_by_session.product_click_count,
        product_clicks_by_session.last_product_click_clicked_at,
        customers.email,
        customers.first_name,
        customers.last_name
    from search_queries
    left join sessions
        on search_queries.session_id = sessions.session_id
    left join product_clicks_by_session
        on search_queries.session_id = product_clicks_by_session.session_id
    left join customers
        on search_queries.customer_id = customers.customer_id

)

select
    facts.*,
    row_number() over (partition by customer_id order by searched_at) as search_query_sequence,
    lag(searched_at) over (partition by customer_id order by searched_at) as previous_search_query_searched_at,
    sum(results_count) over (
        partition by customer_id order by searched_at
        rows between unbounded preceding and current row
    ) as running_search_query_results_count
from facts
