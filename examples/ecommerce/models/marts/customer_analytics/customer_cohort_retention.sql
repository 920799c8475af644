with customer_monthly_metrics as (

    select * from {{ ref('customer_monthly_metrics') }}

),

first_touch_by_customer as (

    select
        customer_id,
        count(*) as first_touch_count,
        sum(budget) as first_touch_budget,
        max(touched_at) as last_first_touch_touched_at
    from {{ ref('int_first_touch') }}
    group by customer_id

),

customer_profiles as (

    select * from {{ ref('customer_profiles') }}

),

customer_subscriptions_by_customer as (

    select
        customer_id,
        count(*) as customer_subscription_count,
        sum(monthly_amount) as customer_subscription_monthly_amount,
        max(started_on) as last_customer_subscription_started_on
    from {{ ref('int_customer_subscriptions') }}
    group by customer_id

),

facts as (

    select
        customer_monthly_metrics.customer_id,
        customer_monthly_metrics.activity_month,
        customer_monthly_metrics.customer_order_count,
        customer_monthly_metrics.total_order_value,
        customer_monthly_metrics.average_order_value,
        customer_monthly_metrics.order_status,
        customer_monthly_metrics.cumulative_order_value,
        customer_monthly_metrics.previous_order_value,
        customer_monthly_metrics.smoothed_order_value,
        customer_monthly_metrics.order_value_change,
        first_touch_by_customer.first_touch_count,
        first_touch_by_customer.first_touch_budget,
        first_touch_by_customer.last_first_touch_touched_at,
        customer_profiles.email,
        customer_profiles.first_name,
        customer_profiles.last_name,
        customer_subscriptions_by_customer.customer_subscription_count,
        customer_subscriptions_by_customer.customer_subscription_monthly_amount,
        customer_subscriptions_by_customer.last_customer_subscription_started_on
    from customer_monthly_metrics
    left join first_touch_by_customer
        on customer_monthly_metrics.customer_id = first_touch_by_customer.customer_id
    left join customer_profiles
        on customer_monthly_metrics.customer_id = customer_profiles.customer_id
    left join customer_subscriptions_by_customer
        on customer_monthly_metrics.customer_id = customer_subscriptions_by_customer.customer_id

),

ordered as (

    select
        facts.*,
        row_number() over (partition by customer_id order by activity_month) as event_rank,
        lag(activity_month) over (partition by customer_id order by activity_month) as previous_time,
        sum(total_order_value) over (
            partition by customer_id order by activity_month
            rows between unbounded preceding and current row
        ) as running_order_value
    from facts
    where customer_id is not null

),

monthly as (

    select
        customer_id,
        date_trunc('month', activity_month)::date as activity_month,
        count(*) as event_count,
        sum(total_order_value) as month_order_value,
        max(running_order_value) as running_order_value
    from ordered
    group by customer_id, date_trunc('month', activity_month)::date

),

trend as (

    select
        monthly.*,
        avg(month_order_value) over (
            partition by customer_id
            order by activity_month
            rows between 2 preceding and current row
        ) as smoothed_order_value,
        rank() over (partition by activity_month order by month_order_value desc) as month_rank,
        row_number() over (partition by customer_id order by activity_month desc) as recency_rank
    from monthly

),

peers as (

    select
        order_status,
        percentile_cont(0.5) within group (order by total_order_value) as median_order_value,
        avg(total_order_value) as peer_average_order_value
    from facts
    group by order_status

),

totals as (

    select
        customer_id,
        max(order_status) as order_status,
        count(*) as customer_monthly_metric_count,
        sum(total_order_value) as total_order_value,
        max(event_rank) as longest_sequence,
        min(activity_month) as first_activity_month,
        max(activity_month) as last_activity_month
    from ordered
    group by customer_id

)

select
    totals.*,
    trend.smoothed_order_value,
    trend.month_rank,
    peers.median_order_value,
    totals.total_order_value / nullif(peers.peer_average_order_value, 0) as peer_ratio,
    case
        when totals.total_order_value > 4 * peers.peer_average_order_value then 'leading'
        when totals.total_order_value > peers.peer_average_order_value then 'above_average'
        when trend.smoothed_order_value > peers.median_order_value then 'growing'
        else 'low'
    end as customer_monthly_metric_segment
from totals
left join trend
    on totals.customer_id = trend.customer_id
    and trend.recency_rank = 1
left join peers
    on totals.order_status = peers.order_status
where totals.total_order_value >= (select 0.05 * avg(total_order_value) from totals)
