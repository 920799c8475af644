{% set complexity = analyze_model_complexity('customer_churn_risk') %}

{{ config(threads=complexity.recommended_threads) }}

with customer_activity_gaps as (

    select * from {{ ref('int_customer_activity_gaps') }}

),

customer_behavior_analysis as (

    select * from {{ ref('customer_behavior_analysis') }}

),

ticket_resolution_by_customer as (

    select
        customer_id,
        count(*) as ticket_resolution_count,
        sum(order_value) as ticket_resolution_order_value,
        max(opened_at) as last_ticket_resolution_opened_at
    from {{ ref('int_ticket_resolution') }}
    group by customer_id

),

email_engagement_by_customer as (

    select
        customer_id,
        count(*) as email_engagement_count,
        sum(total_budget) as email_engagement_total_budget,
        max(activity_month) as last_email_engagement_activity_month
    from {{ ref('int_email_engagement') }}
    group by customer_id

),

facts as (

    select
        customer_activity_gaps.customer_id,
        customer_activity_gaps.activity_id,
        customer_activity_gaps.activity_type,
        customer_activity_gaps.activity_value,
        customer_activity_gaps.occurred_at,
        customer_activity_gaps.email,
        customer_activity_gaps.first_name,
        customer_activity_gaps.last_name,
        customer_activity_gaps.session_count,
        customer_activity_gaps.distinct_device_types,
        customer_activity_gaps.first_started_at,
        customer_activity_gaps.total_points,
        customer_activity_gaps.average_points,
        customer_activity_gaps.loyalty_event_count,
        customer_activity_gaps.customer_timeline_sequence,
        customer_activity_gaps.previous_customer_timeline_occurred_at,
        customer_activity_gaps.running_customer_timeline_activity_value,
        customer_behavior_analysis.engagement_level,
        customer_behavior_analysis.total_sessions,
        ticket_resolution_by_customer.ticket_resolution_count,
        ticket_resolution_by_customer.ticket_resolution_order_value,
        ticket_resolution_by_customer.last_ticket_resolution_opened_at,
        email_engagement_by_customer.email_engagement_count,
        email_engagement_by_customer.email_engagement_total_budget,
        email_engagement_by_customer.last_email_engagement_activity_month
    from customer_activity_gaps
    left join customer_behavior_analysis
        on customer_activity_gaps.customer_id = customer_behavior_analysis.customer_id
    left join ticket_resolution_by_customer
        on customer_activity_gaps.customer_id = ticket_resolution_by_customer.customer_id
    left join email_engagement_by_customer
        on customer_activity_gaps.customer_id = email_engagement_by_customer.customer_id

),

ordered as (

    select
        facts.*,
        row_number() over (partition by customer_id order by occurred_at) as event_rank,
        lag(occurred_at) over (partition by customer_id order by occurred_at) as previous_time,
        sum(activity_value) over (
            partition by customer_id order by occurred_at
            rows between unbounded preceding and current row
        ) as running_activity_value
    from facts
    where customer_id is not null

),

monthly as (

    select
        customer_id,
        date_trunc('month', occurred_at)::date as activity_month,
        count(*) as event_count,
        sum(activity_value) as month_activity_value,
        max(running_activity_value) as running_activity_value
    from ordered
    group by customer_id, date_trunc('month', occurred_at)::date

),

trend as (

    select
        monthly.*,
        avg(month_activity_value) over (
            partition by customer_id
            order by activity_month
            rows between 5 preceding and current row
        ) as smoothed_activity_value,
        rank() over (partition by activity_month order by month_activity_value desc) as month_rank,
        row_number() over (partition by customer_id order by activity_month desc) as recency_rank
    from monthly

),

peers as (

    select
        activity_type,
        percentile_cont(0.5) within group (order by activity_value) as median_activity_value,
        avg(activity_value) as peer_average_activity_value
    from facts
    group by activity_type

),

totals as (

    select
        customer_id,
        max(activity_type) as activity_type,
        count(*) as customer_activity_gap_count,
        sum(activity_value) as total_activity_value,
        max(event_rank) as longest_sequence,
        min(occurred_at) as first_occurred_at,
        max(occurred_at) as last_occurred_at
    from ordered
    group by customer_id

)

select
    totals.*,
    trend.smoothed_activity_value,
    trend.month_rank,
    peers.median_activity_value,
    totals.total_activity_value / nullif(peers.peer_average_activity_value, 0) as peer_ratio,
    case
        when totals.total_activity_value > 4 * peers.peer_average_activity_value then 'leading'
        when totals.total_activity_value > peers.peer_average_activity_value then 'above_average'
        when trend.smoothed_activity_value > peers.median_activity_value then 'growing'
        else 'low'
    end as customer_activity_gap_segment
from totals
left join trend
    on totals.customer_id = trend.customer_id
    and trend.recency_rank = 1
left join peers
    on totals.activity_type = peers.activity_type
where totals.total_activity_value >= (select 0.25 * avg(total_activity_value) from totals)
