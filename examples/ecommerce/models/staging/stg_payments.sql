with source as (

    select * from {{ source('ecommerce_raw', 'payments') }}

),

renamed as (

    select
        payment_id,
        order_id,
        nullif(trim(payment_method), '') as payment_method,
        upper(trim(currency_code)) as currency_code,
        amount::numeric(14, 2) as amount,
        lower(trim(payment_status)) as payment_status,
        paid_at
    from source
    where payment_id is not null

)

select * from renamed
