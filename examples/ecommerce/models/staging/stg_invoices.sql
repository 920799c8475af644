with source as (

    select * from {{ source('finance', 'invoices') }}

),

renamed as (

    select
        invoice_id,
        order_id,
        customer_id,
        invoice_amount::numeric(14, 2) as invoice_amount,
        tax_amount::numeric(14, 2) as tax_amount,
        issued_on::date as issued_on,
        paid_on::date as paid_on
    from source
    where invoice_id is not null

)

select * from renamed
