with first_touch as (

    select * from {{ ref('int_first_touch') }}

),

customer_profiles as (

    select * from {{ ref('customer_profiles') }}

),

cart_conversions_by_customer as (

    select
        customer_id,
        count(*) as cart_conversion_count,
        max(converted_at) as last_cart_conversion_converted_at
    from {{ ref('int_cart_conversions') }}
    group by customer_id

),

order_attribution as (

    select * from {{ ref('int_order_attribution') }}

),

facts as (

    select
        first_touch.touch_id,
        first_touch.customer_id,
        first_touch.order_id,
        first_touch.campaign_id,
        first_touch.channel_code,
        first_touch.touched_at,
        first_touch.campaign_name,
        first_touch.budget,
        first_touch.order_value,
        first_touch.order_date,
        first_touch.channel_group,
        first_touch.channel_owner,
        first_touch.email,
        first_touch.first_name,
        first_touch.last_name,
        first_touch.campaign_touche_sequence,
        first_touch.previous_campaign_touche_touched_at,
        first_touch.running_campaign_touche_budget,
        customer_profiles.country_code,
        customer_profiles.country_name,
        customer_profiles.market_region,
        cart_conversions_by_customer.cart_conversion_count,
        cart_conversions_by_customer.last_cart_conversion_converted_at,
        order_attribution.attribution_touche_segment,
        order_attribution.total_budget,
        order_attribution.smoothed_budget
    from first_touch
    left join customer_profiles
        on first_touch.customer_id = customer_profiles.customer_id
    left join cart_conversions_by_customer
        on first_touch.customer_id = cart_conversions_by_customer.customer_id
    left join order_attribution
        on first_touch.customer_id = order_attribution.customer_id

),

monthly as (

    select
        channel_code,
        date_trunc('month', touched_at)::date as activity_month,
        count(*) as first_touch_count,
        sum(budget) as total_budget,
        avg(budget) as average_budget,
        max(channel_group) as channel_group,
        count(distinct order_id) as orders_touched
    from facts
    where touched_at is not null
    group by channel_code, date_trunc('month', touched_at)::date

),

trended as (

    select
        monthly.*,
        sum(total_budget) over (partition by channel_code order by activity_month) as cumulative_budget,
        lag(total_budget) over (partition by channel_code order by activity_month) as previous_budget,
        rank() over (partition by activity_month order by total_budget desc) as month_rank
    from monthly

)

select
    trended.*,
    (total_budget - previous_budget) / nullif(previous_budget, 0) as budget_change
from trended
