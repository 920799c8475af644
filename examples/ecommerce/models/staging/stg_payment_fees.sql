with source as (

    select * from {{ source('finance', 'payment_fees') }}

),

renamed as (

    select
        payment_fee_id,
        payment_id,
        upper(trim(currency_code)) as currency_code,
        fee_amount::numeric(14, 2) as fee_amount,
        charged_at
    from source
    where payment_fee_id is not null

)

select * from renamed
