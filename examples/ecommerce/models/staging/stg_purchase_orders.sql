with source as (

    select * from {{ source('ecommerce', 'purchase_orders') }}

),

renamed as (

    select
        purchase_order_id,
        supplier_id,
        product_id,
        coalesce(ordered_units, 0) as ordered_units,
        unit_cost::numeric(14, 2) as unit_cost,
        ordered_on::date as ordered_on,
        received_on::date as received_on
    from source
    where purchase_order_id is not null

)

select * from renamed
