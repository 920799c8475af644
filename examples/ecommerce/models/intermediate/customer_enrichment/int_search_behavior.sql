with search_queries as (

    select * from {{ ref('base_search_queries') }}

),

sessions as (

    select * from {{ ref('base_sessions') }}

),

customers as (

    select * from {{ ref('stg_customers') }}

),

joined as (

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
        customers.email,
        customers.first_name,
        customers.last_name
    from search_queries
    left join sessions
        on search_queries.session_id = sessions.session_id
    left join customers
        on search_queries.customer_id = customers.customer_id

)

select * from joined
