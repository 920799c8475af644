with attribution_touches as (

    select * from {{ ref('stg_attribution_touches') }}

),

campaigns as (

    select * from {{ ref('stg_campaigns') }}

),

orders as (

    select * from {{ ref('stg_orders') }}

)

select
    attribution_touches.touch_id,
    attribution_touches.customer_id,
    attribution_touches.order_id,
    attribution_touches.campaign_id,
    attribution_touches.channel_code,
    attribution_touches.touched_at,
    campaigns.campaign_name,
    campaigns.budget,
    orders.order_value,
    orders.order_date
from attribution_touches
left join campaigns
    on attribution_touches.campaign_id = campaigns.campaign_id
left join orders
    on attribution_touches.order_id = orders.order_id
