with search_product_clicks as (

    select * from {{ ref('int_search_product_clicks') }}

),

search_behavior_by_customer as (

    select
        customer_id,
        count(*) as search_behavior_count,
        max(searched_at) as last_search_behavior_searched_at
    from {{ ref('int_search_behavior') }}
    group by customer_id

),

customer_product_affinity_by_customer as (

    select
        customer_id,
        count(*) as customer_product_affinity_count,
        sum(total_unit_price) as customer_product_affinity_total_unit_price,
        max(activity_month) as last_customer_product_affinity_activity_month
    from {{ ref('int_customer_product_affinity') }}
    group by customer_id

),

facts as (

    select
        search_product_clicks.search_id,
        search_product_clicks.session_id,
        search_product_clicks.customer_id,
        search_product_clicks.query_text,
        search_product_clicks.results_count,
        search_product_clicks.clicked_product_id,
        search_product_clicks.searched_at,
        search_product_clicks.device_type,
        search_product_clicks.channel_code,
        search_product_clicks.country_code,
        search_product_clicks.product_click_count,
        search_product_clicks.last_product_click_clicked_at,
        search_product_clicks.email,
        search_product_clicks.first_name,
        search_product_clicks.last_name,
        search_product_clicks.search_query_sequence,
        search_product_clicks.previous_search_query_searched_at,
        search_product_clicks.running_search_query_results_count,
        search_behavior_by_customer.search_behavior_count,
        search_behavior_by_customer.last_search_behavior_searched_at,
        customer_product_affinity_by_customer.customer_product_affinity_count,
        customer_product_affinity_by_customer.customer_product_affinity_total_unit_price,
        customer_product_affinity_by_customer.last_customer_product_affinity_activity_month
    from search_product_clicks
    left join search_behavior_by_customer
        on search_product_clicks.customer_id = search_behavior_by_customer.customer_id
    left join customer_product_affinity_by_customer
        on search_product_clicks.customer_id = customer_product_affinity_by_customer.customer_id

),

monthly as (

    select
        customer_id,
        date_trunc('month', searched_at)::date as activity_month,
        count(*) as search_product_click_count,
        sum(running_search_query_results_count) as total_search_query_results_count,
        avg(running_search_query_results_count) as average_search_query_results_count,
        max(device_type) as device_type
    from facts
    where searched_at is not null
    group by customer_id, date_trunc('month', searched_at)::date

),

trended as (

    select
        monthly.*,
        sum(total_search_query_results_count) over (partition by customer_id order by activity_month) as cumulative_search_query_results_count,
        lag(total_search_query_results_count) over (partition by customer_id order by activity_month) as previous_search_query_results_count,
        avg(total_search_query_results_count) over (
            partition by customer_id
            order by activity_month
            rows between 2 preceding and current row
        ) as smoothed_search_query_results_count
    from monthly

)

select
    trended.*,
    (total_search_query_results_count - previous_search_query_results_count) / nullif(previous_search_query_results_count, 0) as search_query_results_count_change
from trended
