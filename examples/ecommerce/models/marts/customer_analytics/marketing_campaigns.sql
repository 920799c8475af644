with campaign_touches as (

    select * from {{ ref('int_campaign_touches') }}

),

coupons_by_campaign as (

    select
        campaign_id,
        count(*) as coupon_count,
        max(starts_on) as last_coupon_starts_on,
        max(coupon_id) as coupon_id
    from {{ ref('stg_coupons') }}
    group by campaign_id

),

price_promotions_by_coupon as (

    select
        coupon_id,
        count(*) as price_promotion_count,
        sum(total_discount_amount) as price_promotion_total_discount_amount,
        max(activity_month) as last_price_promotion_activity_month
    from {{ ref('int_price_promotions') }}
    group by coupon_id

),

customer_segmentation as (

    select * from {{ ref('customer_segmentation') }}

),

campaign_costs_by_campaign as (

    select
        campaign_id,
        count(*) as campaign_cost_count,
        sum(total_spend) as campaign_cost_total_spend,
        max(activity_month) as last_campaign_cost_activity_month
    from {{ ref('int_campaign_costs') }}
    group by campaign_id

),

facts as (

    select
        campaign_touches.touch_id,
        campaign_touches.customer_id,
        campaign_touches.order_id,
        campaign_touches.campaign_id,
        campaign_touches.channel_code,
        campaign_touches.touched_at,
        campaign_touches.campaign_name,
        campaign_touches.budget,
        campaign_touches.order_value,
        campaign_touches.order_date,
        coupons_by_campaign.coupon_count,
        coupons_by_campaign.last_coupon_starts_on,
        coupons_by_campaign.coupon_id,
        price_promotions_by_coupon.price_promotion_count,
        price_promotions_by_coupon.price_promotion_total_discount_amount,
        price_promotions_by_coupon.last_price_promotion_activity_month,
        customer_segmentation.order_status,
        customer_segmentation.customer_monthly_metric_segment,
        customer_segmentation.total_order_value,
        campaign_costs_by_campaign.campaign_cost_count,
        campaign_costs_by_campaign.campaign_cost_total_spend,
        campaign_costs_by_campaign.last_campaign_cost_activity_month
    from campaign_touches
    left join coupons_by_campaign
        on campaign_touches.campaign_id = coupons_by_campaign.campaign_id
    left join price_promotions_by_coupon
        on coupons_by_campaign.coupon_id = price_promotions_by_coupon.coupon_id
    left join customer_segmentation
        on campaign_touches.customer_id = customer_segmentation.customer_id
    left join campaign_costs_by_campaign
        on campaign_touches.campaign_id = campaign_costs_by_campaign.campaign_id

),

monthly as (

    select
        campaign_id,
        date_trunc('month', touched_at)::date as activity_month,
        count(*) as campaign_touche_count,
        sum(budget) as total_budget,
        avg(budget) as average_budget,
        max(channel_code) as channel_code,
        count(distinct order_id) as orders_touched
    from facts
    where touched_at is not null
    group by campaign_id, date_trunc('month', touched_at)::date

),

trended as (

    select
        monthly.*,
        sum(total_budget) over (partition by campaign_id order by activity_month) as cumulative_budget,
        lag(total_budget) over (partition by campaign_id order by activity_month) as previous_budget,
        avg(total_budget) over (
            partition by campaign_id
            order by activity_month
            rows between 2 preceding and current row
        ) as smoothed_budget
    from monthly

)

select
    trended.*,
    (total_budget - previous_budget) / nullif(previous_budget, 0) as budget_change
from trended
