with invoices as (

    select * from {{ ref('stg_invoices') }}

),

orders as (

    select * from {{ ref('stg_orders') }}

),

order_locations_by_order as (

    select
        order_id,
        count(*) as order_location_count,
        max(country_code) as country_code,
        max(region) as region
    from {{ ref('int_order_locations') }}
    group by order_id

),

joined as (

    select
        invoices.invoice_id,
        invoices.order_id,
        invoices.customer_id,
        invoices.invoice_amount,
        invoices.tax_amount,
        invoices.issued_on,
        invoices.paid_on,
        orders.order_status,
        orders.shipping_method,
        orders.order_value,
        order_locations_by_order.order_location_count,
        order_locations_by_order.country_code,
        order_locations_by_order.region
    from invoices
    left join orders
        on invoices.order_id = orders.order_id
    left join order_locations_by_order
        on invoices.order_id = order_locations_by_order.order_id

)

select * from joined
