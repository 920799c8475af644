{% set resources = configure_model_resources('heavy_analytical', 'medium') %}

{{ config(
  threads=resources.threads,
  pre_hook=resources.pre_hook
) }}

with attribution_touches as (

    select * from {{ ref('stg_attribution_touches') }}

),

campaigns as (

    select * from {{ ref('stg_campaigns') }}

),

customer_orders as (

    select * from {{ ref('customer_orders') }}

),

channel_groups as (

    select * from {{ ref('lookup_channel_groups') }}

),

facts as (

    select
        attribution_touches.touch_id,
        attribution_touches.customer_id,
        attribution_touches.order_id,
        attribution_touches.campaign_id,
        attribution_touches.channel_code,
        attribution_touches.touched_at,
        campaigns.campaign_name,
        campaigns.budget,
        campaigns.starts_on,
        customer_orders.order_value,
        customer_orders.order_date,
        channel_groups.channel_group,
        channel_groups.channel_owner
    from attribution_touches
    left join campaigns
        on attribution_touches.campaign_id = campaigns.campaign_id
    left join customer_orders
        on attribution_touches.order_id = customer_orders.order_id
    left join channel_groups
        on attribution_touches.channel_code = channel_groups.channel_code

),

ordered as (

    select
        facts.*,
        row_number() over (partition by customer_id order by touched_at) as event_rank,
        lag(touched_at) over (partition by customer_id order by touched_at) as previous_time,
        sum(budget) over (
            partition by customer_id order by touched_at
            rows between unbounded preceding and current row
        ) as running_budget
    from facts
    where customer_id is not null

),

monthly as (

    select
        customer_id,
        date_trunc('month', touched_at)::date as activity_month,
        count(*) as event_count,
        sum(budget) as month_budget,
        max(running_budget) as running_budget
    from ordered
    group by customer_id, date_trunc('month', touched_at)::date

),

trend as (

    select
        monthly.*,
        avg(month_budget) over (
            partition by customer_id
            order by activity_month
            rows between 11 preceding and current row
        ) as smoothed_budget,
        rank() over (partition by activity_month order by month_budget desc) as month_rank,
        row_number() over (partition by customer_id order by activity_month desc) as recency_rank
    from monthly

),

peers as (

    select
        channel_code,
        percentile_cont(0.5) within group (order by budget) as median_budget,
        avg(budget) as peer_average_budget
    from facts
    group by channel_code

),

totals as (

    select
        customer_id,
        max(channel_code) as channel_code,
        count(*) as attribution_touche_count,
        sum(budget) as total_budget,
        max(event_rank) as longest_sequence,
        min(touched_at) as first_touched_at,
        max(touched_at) as last_touched_at
    from ordered
    group by customer_id

)

select
    totals.*,
    trend.smoothed_budget,
    trend.month_rank,
    peers.median_budget,
    totals.total_budget / nullif(peers.peer_average_budget, 0) as peer_ratio,
    case
        when totals.total_budget > 4 * peers.peer_average_budget then 'leading'
        when totals.total_budget > peers.peer_average_budget then 'above_average'
        when trend.smoothed_budget > peers.median_budget then 'growing'
        else 'low'
    end as attribution_touche_segment
from totals
left join trend
    on totals.customer_id = trend.customer_id
    and trend.recency_rank = 1
left join peers
    on totals.channel_code = peers.channel_code
where totals.total_budget >= (select 0.05 * avg(total_budget) from totals)
