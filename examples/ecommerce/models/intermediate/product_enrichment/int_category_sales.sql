with order_items_enriched as (

    select * from {{ ref('order_items_enriched') }}

),

category_tree as (

    select * from {{ ref('int_category_tree') }}

),

product_categories as (

    select * from {{ ref('stg_product_categories') }}

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
        category_tree.full_path,
        category_tree.depth,
        category_tree.parent_category_id,
        product_categories.is_active
    from order_items_enriched
    left join category_tree
        on order_items_enriched.category_id = category_tree.category_id
    left join product_categories
        on order_items_enriched.category_id = product_categories.category_id

),

monthly as (

    select
        category_id,
        date_trunc('month', order_date)::date as activity_month,
        count(*) as order_items_enriched_count,
        sum(unit_price) as total_unit_price,
        avg(unit_price) as average_unit_price,
        max(order_status) as order_status,
        count(distinct order_id) as orders_touched
    from facts
    where order_date is not null
    group by category_id, date_trunc('month', order_date)::date

),

trended as (

    select
        monthly.*,
        sum(total_unit_price) over (partition by category_id order by activity_month) as cumulative_unit_price,
        lag(total_unit_price) over (partition by category_id order by activity_month) as previous_unit_price,
        rank() over (partition by activity_month order by total_unit_price desc) as month_rank
    from monthly

)

select
    trended.*,
    (total_unit_price - previous_unit_price) / nullif(previous_unit_price, 0) as unit_price_change
from trended
