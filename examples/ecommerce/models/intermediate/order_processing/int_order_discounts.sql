with order_coupons as (

    select * from {{ ref('stg_order_coupons') }}

),

coupons as (

    select * from {{ ref('stg_coupons') }}

),

campaigns as (

    select * from {{ ref('stg_campaigns') }}

)

select
    order_coupons.order_coupon_id,
    order_coupons.order_id,
    order_coupons.coupon_id,
    order_coupons.discount_amount,
    order_coupons.created_at,
    coupons.coupon_code,
    coupons.discount_percent,
    coupons.campaign_id,
    campaigns.campaign_name,
    campaigns.channel_code,
    campaigns.budget
from order_coupons
left join coupons
    on order_coupons.coupon_id = coupons.coupon_id
left join campaigns
    on coupons.campaign_id = campaigns.campaign_id
