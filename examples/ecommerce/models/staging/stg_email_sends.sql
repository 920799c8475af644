with source as (

    select * from {{ source('marketing', 'email_sends') }}

),

renamed as (

    select
        email_send_id,
        campaign_id,
        customer_id,
        sent_at
    from source
    where email_send_id is not null

)

select * from renamed
