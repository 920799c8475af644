with product_sales as (

    select * from {{ ref('int_product_sales') }}

),

product_returns as (

    select * from {{ ref('int_product_returns') }}

),

product_funnel_by_product as (

    select
        product_id,
        count(*) as product_funnel_count,
        sum(total_position) as product_funnel_total_position,
        max(activity_month) as last_product_funnel_activity_month
    from {{ ref('int_product_funnel') }}
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
        product_returns.total_refund_amount,
        product_returns.average_refund_amount,
        product_returns.refund_count,
        product_funnel_by_product.product_funnel_count,
        product_funnel_by_product.product_funnel_total_position,
        product_funnel_by_product.last_product_funnel_activity_month
    from product_sales
    left join product_returns
        on product_sales.product_id = product_returns.product_id
    left join product_funnel_by_product
        on product_sales.product_id = product_funnel_by_product.product_id

),

monthly as (

    select
        product_id,
        date_trunc('month', activity_month)::date as activity_month,
        count(*) as product_sale_count,
        sum(total_unit_price) as total_unit_price,
        avg(total_unit_price) as average_unit_price,
        max(order_status) as order_status
    from facts
    where activity_month is not null
    group by product_id, date_trunc('month', activity_month)::date

),

trended as (

    select
        monthly.*,
        sum(total_unit_price) over (partition by product_id order by activity_month) as cumulative_unit_price,
        lag(total_unit_price) over (partition by product_id order by activity_month) as previous_unit_price,
        avg(total_unit_price) over (
            partition by product_id
            order by activity_month
            rows between 2 preceding and current row
        ) as smoothed_unit_price
    from monthly

)

select
    trended.*,
    (total_unit_price - previous_unit_price) / nullif(previous_unit_price, 0) as unit_price_change
from trended
