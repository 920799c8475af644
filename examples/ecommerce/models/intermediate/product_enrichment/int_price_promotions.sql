with order_coupons as (

    select * from {{ ref('stg_order_coupons') }}

),

coupons as (

    select * from {{ ref('stg_coupons') }}

),

campaigns as (

    select * from {{ ref('stg_campaigns') }}

),

facts as (

    select
        order_coupons.order_coupon_id,
        order_coupons.order_id,
        order_coupons.coupon_id,
        order_coupons.discount_amount,
        order_coupons.created_at,
        coupons.coupon_code,
        coupons.campaign_id,
        campaigns.campaign_name,
        campaigns.channel_code,
        campaigns.budget
    from order_coupons
    left join coupons
        on order_coupons.coupon_id = coupons.coupon_id
    left join campaigns
        on coupons.campaign_id = campaigns.campaign_id

),

monthly as (

    select
        coupon_id,
        date_trunc('month', created_at)::date as activity_month,
        count(*) as order_coupon_count,
        sum(discount_amount) as total_discount_amount,
        avg(discount_amount) as average_discount_amount,
        max(coupon_code) as coupon_code,
        count(distinct order_id) as orders_touched
    from facts
    where created_at is not null
    group by coupon_id, date_trunc('month', created_at)::date

),

trended as (

    select
        monthly.*,
        sum(total_discount_amount) over (partition by coupon_id order by activity_month) as cumulative_discount_amount,
        lag(total_discount_amount) over (partition by coupon_id order by activity_month) as previous_discount_amount,
        avg(total_discount_amount) over (
            partition by coupon_id
            order by activity_month
            rows between 2 preceding and current row
        ) as smoothed_discount_amount
    from monthly

)

select
    trended.*,
    (total_discount_amount - previous_discount_amount) / nullif(previous_discount_amount, 0) as discount_amount_change
from trended
