with source as (

    select * from {{ source('ecommerce', 'inventory_levels') }}

),

renamed as (

    select
        inventory_level_id,
        product_id,
        warehouse_id,
        coalesce(on_hand, 0) as on_hand,
        coalesce(reserved, 0) as reserved,
        counted_on::date as counted_on
    from source
    where inventory_level_id is not null

)

select * from renamed
