with customer_product_affinity as (

    select * from {{ ref('int_customer_product_affinity') }}

),

customer_profiles as (

    select * from {{ ref('customer_profiles') }}

),

customer_wishlists_by_customer as (

    select
        customer_id,
        count(*) as customer_wishlist_count,
        sum(list_price) as customer_wishlist_list_price,
        max(added_at) as last_customer_wishlist_added_at
    from {{ ref('int_customer_wishlists') }}
    group by customer_id

),

search_behavior_by_customer as (

    select
        customer_id,
        count(*) as search_behavior_count,
        max(searched_at) as last_search_behavior_searched_at
    from {{ ref('int_search_behavior') }}
    group by customer_id

),

facts as (

    select
        customer_product_affinity.customer_id,
        customer_product_affinity.activity_month,
        customer_product_affinity.order_items_enriched_count,
        customer_product_affinity.total_unit_price,
        customer_product_affinity.average_unit_price,
        customer_product_affinity.order_status,
        customer_product_affinity.cumulative_unit_price,
        customer_product_affinity.previous_unit_price,
        customer_product_affinity.month_rank,
        customer_product_affinity.unit_price_change,
        customer_profiles.email,
        customer_profiles.first_name,
        customer_profiles.last_name,
        customer_wishlists_by_customer.customer_wishlist_count,
        customer_wishlists_by_customer.customer_wishlist_list_price,
        customer_wishlists_by_customer.last_customer_wishlist_added_at,
        search_behavior_by_customer.search_behavior_count,
        search_behavior_by_customer.last_search_behavior_searched_at
    from customer_product_affinity
    left join customer_profiles
        on customer_product_affinity.customer_id = customer_profiles.customer_id
    left join customer_wishlists_by_customer
        on customer_product_affinity.customer_id = customer_wishlists_by_customer.customer_id
    left join search_behavior_by_customer
        on customer_product_affinity.customer_id = search_behavior_by_customer.customer_id

),

ordered as (

    select
        facts.*,
        row_number() over (partition by customer_id order by activity_month) as event_rank,
        lag(activity_month) over (partition by customer_id order by activity_month) as previous_time,
        sum(total_unit_price) over (
            partition by customer_id order by activity_month
            rows between unbounded preceding and current row
        ) as running_unit_price
    from facts
    where customer_id is not null

),

monthly as (

    select
        customer_id,
        date_trunc('month', activity_month)::date as activity_month,
        count(*) as event_count,
        sum(total_unit_price) as month_unit_price,
        max(running_unit_price) as running_unit_price
    from ordered
    group by customer_id, date_trunc('month', activity_month)::date

),

trend as (

    select
        monthly.*,
        avg(month_unit_price) over (
            partition by customer_id
            order by activity_month
            rows between 11 preceding and current row
        ) as smoothed_unit_price,
        rank() over (partition by activity_month order by month_unit_price desc) as month_rank,
        row_number() over (partition by customer_id order by activity_month desc) as recency_rank
    from monthly

),

peers as (

    select
        order_status,
        percentile_cont(0.5) within group (order by total_unit_price) as median_unit_price,
        avg(total_unit_price) as peer_average_unit_price
    from facts
    group by order_status

),

totals as (

    select
        customer_id,
        max(order_status) as order_status,
        count(*) as customer_product_affinity_count,
        sum(total_unit_price) as total_unit_price,
        max(event_rank) as longest_sequence,
        min(activity_month) as first_activity_month,
        max(activity_month) as last_activity_month
    from ordered
    group by customer_id

)

select
    totals.*,
    trend.smoothed_unit_price,
    trend.month_rank,
    peers.median_unit_price,
    totals.total_unit_price / nullif(peers.peer_average_unit_price, 0) as peer_ratio,
    case
        when totals.total_unit_price > 4 * peers.peer_average_unit_price then 'leading'
        when totals.total_unit_price > peers.peer_average_unit_price then 'above_average'
        when trend.smoothed_unit_price > peers.median_unit_price then 'growing'
        else 'low'
    end as customer_product_affinity_segment
from totals
left join trend
    on totals.customer_id = trend.customer_id
    and trend.recency_rank = 1
left join peers
    on totals.order_status = peers.order_status
where totals.total_unit_price >= (select 0.1 * avg(total_unit_price) from totals)
