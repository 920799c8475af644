with supplier_orders as (

    select * from {{ ref('int_supplier_orders') }}

),

country_codes as (

    select * from {{ ref('lookup_country_codes') }}

),

products_enriched as (

    select * from {{ ref('int_products_enriched') }}

),

facts as (

    select
        supplier_orders.purchase_order_id,
        supplier_orders.supplier_id,
        supplier_orders.product_id,
        supplier_orders.ordered_units,
        supplier_orders.unit_cost,
        supplier_orders.ordered_on,
        supplier_orders.received_on,
        supplier_orders.supplier_name,
        supplier_orders.country_code,
        supplier_orders.lead_time_days,
        supplier_orders.product_name,
        supplier_orders.list_price,
        supplier_orders.is_active,
        supplier_orders.month_start,
        supplier_orders.iso_week,
        country_codes.country_name,
        country_codes.market_region,
        products_enriched.category_name,
        products_enriched.brand_name,
        products_enriched.category_id
    from supplier_orders
    left join country_codes
        on supplier_orders.country_code = country_codes.country_code
    left join products_enriched
        on supplier_orders.product_id = products_enriched.product_id

),

sequenced as (

    select
        facts.*,
        row_number() over (partition by supplier_id order by ordered_on) as supplier_order_sequence,
        lag(ordered_on) over (partition by supplier_id order by ordered_on) as previous_supplier_order_ordered_on,
        sum(unit_cost) over (
            partition by supplier_id order by ordered_on
            rows between unbounded preceding and current row
        ) as running_supplier_order_unit_cost
    from facts

)

select * from sequenced
where supplier_id is not null
