with order_items_enriched as (

    select * from {{ ref('order_items_enriched') }}

),

products_enriched as (

    select * from {{ ref('int_products_enriched') }}

),

product_page_views as (

    select * from {{ ref('int_product_page_views') }}

),

product_reviews as (

    select * from {{ ref('int_product_reviews') }}

),

facts as (

    select
        order_items_enriched.order_item_id,
        order_items_enriched.order_id,
        order_items_enriched.product_id,
        order_items_enriched.variant_id,
        order_items_enriched.quantity,
        order_items_enriched.unit_price,
        order_items_enriched.discount_amount,
        order_items_enriched.customer_id,
        order_items_enriched.order_date,
        order_items_enriched.order_status,
        order_items_enriched.product_name,
        order_items_enriched.category_id,
        order_items_enriched.brand_id,
        order_items_enriched.list_price,
        order_items_enriched.category_name,
        order_items_enriched.order_item_sequence,
        order_items_enriched.previous_order_item_created_at,
        order_items_enriched.running_order_item_unit_price,
        products_enriched.brand_name,
        products_enriched.supplier_name,
        products_enriched.lead_time_days,
        product_page_views.total_time_on_page,
        product_page_views.average_time_on_page,
        product_page_views.page_view_count,
        product_reviews.total_rating,
        product_reviews.average_rating,
        product_reviews.product_review_count
    from order_items_enriched
    left join products_enriched
        on order_items_enriched.product_id = products_enriched.product_id
    left join product_page_views
        on order_items_enriched.product_id = product_page_views.product_id
    left join product_reviews
        on order_items_enriched.product_id = product_reviews.product_id

),

ordered as (

    select
        facts.*,
        row_number() over (partition by product_id order by order_date) as event_rank,
        lag(order_date) over (partition by product_id order by order_date) as previous_time,
        sum(unit_price) over (
            partition by product_id order by order_date
            rows between unbounded preceding and current row
        ) as running_unit_price
    from facts
    where product_id is not null

),

monthly as (

    select
        product_id,
        date_trunc('month', order_date)::date as activity_month,
        count(*) as event_count,
        sum(unit_price) as month_unit_price,
        max(running_unit_price) as running_unit_price
    from ordered
    group by product_id, date_trunc('month', order_date)::date

),

trend as (

    select
        monthly.*,
        avg(month_unit_price) over (
            partition by product_id
            order by activity_month
            rows between 11 preceding and current row
        ) as smoothed_unit_price,
        rank() over (partition by activity_month order by month_unit_price desc) as month_rank,
        row_number() over (partition by product_id order by activity_month desc) as recency_rank
    from monthly

),

peers as (

    select
        order_status,
        percentile_cont(0.5) within group (order by unit_price) as median_unit_price,
        avg(unit_price) as peer_average_unit_price
    from facts
    group by order_status

),

totals as (

    select
        product_id,
        max(order_status) as order_status,
        count(*) as order_items_enriched_count,
        sum(unit_price) as total_unit_price,
        max(event_rank) as longest_sequence,
        min(order_date) as first_order_date,
        max(order_date) as last_order_date
    from ordered
    group by product_id

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
    end as order_items_enriched_segment
from totals
left join trend
    on totals.product_id = trend.product_id
    and trend.recency_rank = 1
left join peers
    on totals.order_status = peers.order_status
where totals.total_unit_price >= (select 0.1 * avg(total_unit_price) from totals)
