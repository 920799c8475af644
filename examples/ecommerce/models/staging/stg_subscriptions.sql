with source as (

    select * from {{ source('ecommerce_raw', 'subscriptions') }}

),

renamed as (

    select
        subscription_id,
        customer_id,
        upper(trim(plan_code)) as plan_code,
        monthly_amount::numeric(14, 2) as monthly_amount,
        started_on::date as started_on,
        cancelled_on::date as cancelled_on
    from source
    where subscription_id is not null

)

select * from renamed
