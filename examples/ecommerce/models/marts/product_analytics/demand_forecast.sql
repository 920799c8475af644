with product_sales as (

    select * from {{ ref('int_product_sales') }}

),

inventory_movements_by_product as (

    select
        product_id,
        count(*) as inventory_movement_count,
        sum(total_list_price) as inventory_movement_total_list_price,
        max(activity_month) as last_inventory_movement_activity_month
    from {{ ref('int_inventory_movements') }}
    group by product_id

),

stockout_days_by_product as (

    select
        product_id,
        count(*) as stockout_day_count,
        sum(list_price) as stockout_day_list_price,
        max(counted_on) as last_stockout_day_counted_on
    from {{ ref('int_stockout_days') }}
    group by product_id

),

product_price_history_by_product as (

    select
        product_id,
        count(*) as product_price_history_count,
        sum(price) as product_price_history_price,
        max(valid_from) as last_product_price_history_valid_from
    from {{ ref('int_product_price_history') }}
    group by product_id

),

facts as (

    select
        product_sales.product_id,
        product_sales.activity_month,
        product_sales.order_items_enriched_count,
        product_sales.total_unit_price,
        product_sales.average_unit_price,
        product_sales.order_status,
        product_sales.cumulative_unit_price,
        product_sales.previous_unit_price,
        product_sales.month_rank,
        product_sales.unit_price_change,
        inventory_movements_by_product.inventory_movement_count,
        inventory_movements_by_product.inventory_movement_total_list_price,
        inventory_movements_by_product.last_inventory_movement_activity_month,
        stockout_days_by_product.stockout_day_count,
        stockout_days_by_product.stockout_day_list_price,
        stockout_days_by_product.last_stockout_day_counted_on,
        product_price_history_by_product.product_price_history_count,
        product_price_history_by_product.product_price_history_price,
        product_price_history_by_product.last_product_price_history_valid_from
    from product_sales
    left join inventory_movements_by_product
        on product_sales.product_id = inventory_movements_by_product.product_id
    left join stockout_days_by_product
        on product_sales.product_id = stockout_days_by_product.product_id
    left join product_price_history_by_product
        on product_sales.product_id = product_price_history_by_product.product_id

),

ordered as (

    select
        facts.*,
        row_number() over (partition by product_id order by activity_month) as event_rank,
        lag(activity_month) over (partition by product_id order by activity_month) as previous_time,
        sum(total_unit_price) over (
            partition by product_id order by activity_month
            rows between unbounded preceding and current row
        ) as running_unit_price
    from facts
    where product_id is not null

),

monthly as (

    select
        product_id,
        date_trunc('month', activity_month)::date as activity_month,
        count(*) as event_count,
        sum(total_unit_price) as month_unit_price,
        max(running_unit_price) as running_unit_price
    from ordered
    group by product_id, date_trunc('month', activity_month)::date

),

trend as (

    select
        monthly.*,
        avg(month_unit_price) over (
            partition by product_id
            order by activity_month
            rows between 2 preceding and current row
        ) as smoothed_unit_price,
        rank() over (partition by activity_month order by month_unit_price desc) as month_rank,
        row_number() over (partition by product_id order by activity_month desc) as recency_rank
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
        product_id,
        max(order_status) as order_status,
        count(*) as product_sale_count,
        sum(total_unit_price) as total_unit_price,
        max(event_rank) as longest_sequence,
        min(activity_month) as first_activity_month,
        max(activity_month) as last_activity_month
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
    end as product_sale_segment
from totals
left join trend
    on totals.product_id = trend.product_id
    and trend.recency_rank = 1
left join peers
    on totals.order_status = peers.order_status
where totals.total_unit_price >= (select 0.05 * avg(total_unit_price) from totals)
