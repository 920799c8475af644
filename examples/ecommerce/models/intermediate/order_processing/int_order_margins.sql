with order_items_enriched as (

    select * from {{ ref('order_items_enriched') }}

),

order_discounts_by_order as (

    select
        order_id,
        count(*) as order_discount_count,
        sum(budget) as order_discount_budget
    from {{ ref('int_order_discounts') }}
    group by order_id

),

order_shipments_by_order as (

    select
        order_id,
        count(*) as order_shipment_count,
        sum(shipping_cost) as order_shipment_shipping_cost,
        max(shipped_at) as last_order_shipment_shipped_at
    from {{ ref('int_order_shipments') }}
    group by order_id

),

product_costs as (

    select * from {{ ref('int_product_costs') }}

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
        order_discounts_by_order.order_discount_count,
        order_discounts_by_order.order_discount_budget,
        order_shipments_by_order.order_shipment_count,
        order_shipments_by_order.order_shipment_shipping_cost,
        order_shipments_by_order.last_order_shipment_shipped_at,
        product_costs.total_unit_cost,
        product_costs.average_unit_cost,
        product_costs.purchase_order_count
    from order_items_enriched
    left join order_discounts_by_order
        on order_items_enriched.order_id = order_discounts_by_order.order_id
    left join order_shipments_by_order
        on order_items_enriched.order_id = order_shipments_by_order.order_id
    left join product_costs
        on order_items_enriched.product_id = product_costs.product_id

),

sequenced as (

    select
        facts.*,
        row_number() over (partition by product_id order by order_date) as order_items_enriched_sequence,
        lag(order_date) over (partition by product_id order by order_date) as previous_order_items_enriched_order_date,
        sum(unit_price) over (
            partition by product_id order by order_date
            rows between unbounded preceding and current row
        ) as running_order_items_enriched_unit_price
    from facts

)

select * from sequenced
where product_id is not null
