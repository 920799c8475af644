with category_sales as (

    select * from {{ ref('int_category_sales') }}

),

category_tree as (

    select * from {{ ref('int_category_tree') }}

),

fiscal_calendar as (

    select * from {{ ref('util_fiscal_calendar') }}

),

facts as (

    select
        category_sales.category_id,
        category_sales.activity_month,
        category_sales.order_items_enriched_count,
        category_sales.total_unit_price,
        category_sales.average_unit_price,
        category_sales.order_status,
        category_sales.cumulative_unit_price,
        category_sales.previous_unit_price,
        category_sales.month_rank,
        category_sales.unit_price_change,
        category_tree.category_name,
        category_tree.full_path,
        category_tree.depth,
        fiscal_calendar.fiscal_year,
        fiscal_calendar.fiscal_quarter
    from category_sales
    left join category_tree
        on category_sales.category_id = category_tree.category_id
    left join fiscal_calendar
        on category_sales.activity_month = fiscal_calendar.fiscal_month

),

monthly as (

    select
        category_id,
        date_trunc('month', activity_month)::date as activity_month,
        count(*) as category_sale_count,
        sum(total_unit_price) as total_unit_price,
        avg(total_unit_price) as average_unit_price,
        max(order_status) as order_status
    from facts
    where activity_month is not null
    group by category_id, date_trunc('month', activity_month)::date

),

trended as (

    select
        monthly.*,
        sum(total_unit_price) over (partition by category_id order by activity_month) as cumulative_unit_price,
        lag(total_unit_price) over (partition by category_id order by activity_month) as previous_unit_price,
        avg(total_unit_price) over (
            partition by category_id
            order by activity_month
            rows between 2 preceding and current row
        ) as smoothed_unit_price
    from monthly

)

select
    trended.*,
    (total_unit_price - previous_unit_price) / nullif(previous_unit_price, 0) as unit_price_change
from trended
