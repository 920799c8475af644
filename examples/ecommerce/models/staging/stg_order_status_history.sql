with source as (

    select * from {{ source('ecommerce_raw', 'order_status_history') }}

),

renamed as (

    select
        status_change_id,
        order_id,
        lower(trim(order_status)) as order_status,
        changed_at
    from source
    where status_change_id is not null

)

select * from renamed
