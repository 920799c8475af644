with email_events as (

    select * from {{ ref('base_email_events') }}

),

email_sends as (

    select * from {{ ref('stg_email_sends') }}

),

campaigns as (

    select * from {{ ref('stg_campaigns') }}

),

facts as (

    select
        email_events.email_event_id,
        email_events.email_send_id,
        email_events.customer_id,
        email_events.event_type,
        email_events.occurred_at,
        email_sends.campaign_id,
        email_sends.sent_at,
        campaigns.campaign_name,
        campaigns.channel_code,
        campaigns.budget
    from email_events
    left join email_sends
        on email_events.email_send_id = email_sends.email_send_id
    left join campaigns
        on email_sends.campaign_id = campaigns.campaign_id

),

monthly as (

    select
        customer_id,
        date_trunc('month', occurred_at)::date as activity_month,
        count(*) as email_event_count,
        sum(budget) as total_budget,
        avg(budget) as average_budget,
        max(event_type) as event_type
    from facts
    where occurred_at is not null
    group by customer_id, date_trunc('month', occurred_at)::date

),

trended as (

    select
        monthly.*,
        sum(total_budget) over (partition by customer_id order by activity_month) as cumulative_budget,
        lag(total_budget) over (partition by customer_id order by activity_month) as previous_budget,
        avg(total_budget) over (
            partition by customer_id
            order by activity_month
            rows between 2 preceding and current row
        ) as smoothed_budget
    from monthly

)

select
    trended.*,
    (total_budget - previous_budget) / nullif(previous_budget, 0) as budget_change
from trended
