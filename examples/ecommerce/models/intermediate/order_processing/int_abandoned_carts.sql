with cart_items_enriched as (

    select * from {{ ref('int_cart_items_enriched') }}

),

cart_conversions as (

    select * from {{ ref('int_cart_conversions') }}

),

customers as (

    select * from {{ ref('stg_customers') }}

),

facts as (

    select
        cart_items_enriched.cart_item_id,
        cart_items_enriched.cart_id,
        cart_items_enriched.product_id,
        cart_items_enriched.quantity,
        cart_items_enriched.unit_price,
        cart_items_enriched.added_at,
        cart_items_enriched.customer_id,
        cart_items_enriched.converted_at,
        cart_items_enriched.product_name,
        cart_items_enriched.list_price,
        cart_items_enriched.is_active,
        cart_conversions.order_status,
        cart_conversions.shipping_method,
        cart_conversions.device_type,
        customers.email,
        customers.first_name,
        customers.last_name
    from cart_items_enriched
    left join cart_conversions
        on cart_items_enriched.cart_id = cart_conversions.cart_id
    left join customers
        on cart_items_enriched.customer_id = customers.customer_id

),

monthly as (

    select
        customer_id,
        date_trunc('month', added_at)::date as activity_month,
        count(*) as cart_items_enriched_count,
        sum(unit_price) as total_unit_price,
        avg(unit_price) as average_unit_price,
        max(order_status) as order_status
    from facts
    where added_at is not null
    group by customer_id, date_trunc('month', added_at)::date

),

trended as (

    select
        monthly.*,
        sum(total_unit_price) over (partition by customer_id order by activity_month) as cumulative_unit_price,
        lag(total_unit_price) over (partition by customer_id order by activity_month) as previous_unit_price,
        avg(total_unit_price) over (
            partition by customer_id
            order by activity_month
            rows between 2 preceding and current row
        ) as smoothed_unit_price
    from monthly

)

select
    trended.*,
    (total_unit_price - previous_unit_price) / nullif(previous_unit_price, 0) as unit_price_change
from trended
