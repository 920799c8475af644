with order_margins as (

    select * from {{ ref('int_order_margins') }}

),

product_sales_by_product as (

    select
        product_id,
        count(*) as product_sale_count,
        sum(total_unit_price) as product_sale_total_unit_price,
        max(activity_month) as last_product_sale_activity_month
    from {{ ref('int_product_sales') }}
    group by product_id

),

products_enriched as (

    select * from {{ ref('int_products_enriched') }}

),

product_returns as (

    select * from {{ ref('int_product_returns') }}

),

facts as (

    select
        order_margins.order_item_id,
        order_margins.order_id,
        order_margins.product_id,
        order_margins.variant_id,
        order_margins.quantity,
        order_margins.unit_price,
        order_margins.discount_amount,
        order_margins.customer_id,
        order_margins.order_date,
        order_margins.order_status,
        order_margins.product_name,
        order_margins.category_id,
        order_margins.brand_id,
        order_margins.list_price,
        order_margins.category_name,
        order_margins.order_item_sequence,
        order_margins.previous_order_item_created_at,
        order_margins.running_order_item_unit_price,
        order_margins.order_discount_count,
        order_margins.order_discount_budget,
        order_margins.order_shipment_count,
        order_margins.order_shipment_shipping_cost,
        order_margins.last_order_shipment_shipped_at,
        order_margins.total_unit_cost,
        order_margins.average_unit_cost,
        order_margins.purchase_order_count,
        order_margins.order_items_enriched_sequence,
        order_margins.previous_order_items_enriched_order_date,
        order_margins.running_order_items_enriched_unit_price,
        product_sales_by_product.product_sale_count,
        product_sales_by_product.product_sale_total_unit_price,
        product_sales_by_product.last_product_sale_activity_month,
        products_enriched.brand_name,
        products_enriched.supplier_name,
        products_enriched.lead_time_days,
        product_returns.total_refund_amount,
        product_returns.average_refund_amount,
        product_returns.refund_count
    from order_margins
    left join product_sales_by_product
        on order_margins.product_id = product_sales_by_product.product_id
    left join products_enriched
        on order_margins.product_id = products_enriched.product_id
    left join product_returns
        on order_margins.product_id = product_returns.product_id

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
        count(*) as order_margin_count,
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
    end as order_margin_segment
from totals
left join trend
    on totals.product_id = trend.product_id
    and trend.recency_rank = 1
left join peers
    on totals.order_status = peers.order_status
where totals.total_unit_price >= (select 0.05 * avg(total_unit_price) from totals)
