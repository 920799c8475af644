with source as (

    select * from {{ source('ecommerce_raw', 'coupons') }}

),

renamed as (

    select
        coupon_id,
        upper(trim(coupon_code)) as coupon_code,
        discount_percent::numeric(14, 2) as discount_percent,
        campaign_id,
        starts_on::date as starts_on,
        ends_on::date as ends_on
    from source
    where coupon_id is not null

)

select * from renamed
