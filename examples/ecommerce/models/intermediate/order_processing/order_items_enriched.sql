{{ config(threads=get_optimal_threads('order_items_enriched')) }}

with order_items as (

    select * from {{ ref('stg_order_items') }}

),

orders as (

    select * from {{ ref('stg_orders') }}

),

products as (

    select * from {{ ref('stg_products') }}

),

product_categories as (

    select * from {{ ref('stg_product_categories') }}

),

facts as (

    select
        order_items.order_item_id,
        order_items.order_id,
        order_items.product_id,
        order_items.variant_id,
        order_items.quantity,
        order_items.unit_price,
        order_items.discount_amount,
        order_items.created_at,
        orders.customer_id,
        orders.order_date,
        orders.order_status,
        products.product_name,
        products.category_id,
        products.brand_id,
        products.list_price,
        product_categories.category_name
    from order_items
    left join orders
        on order_items.order_id = orders.order_id
    left join products
        on order_items.product_id = products.product_id
    left join product_categories
        on products.category_id = product_categories.category_id

),

sequenced as (

    select
        facts.*,
        row_number() over (partition by order_id order by created_at) as order_item_sequence,
        lag(created_at) over (partition by order_id order by created_at) as previous_order_item_created_at,
        sum(unit_price) over (
            partition by order_id order by created_at
            rows between unbounded preceding and current row
        ) as running_order_item_unit_price
    from facts

)

select * from sequenced
where order_id is not null
