with email_engagement as (

    select * from {{ ref('int_email_engagement') }}

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
        email_engagement.customer_id,
        email_engagement.activity_month,
        email_engagement.email_event_count,
        email_engagement.total_budget,
        email_engagement.average_budget,
        email_engagement.event_type,
        email_engagement.cumulative_budget,
        email_engagement.previous_budget,
        email_engagement.smoothed_budget,
        email_engagement.budget_change,
        customer_profiles.email,
        customer_profiles.first_name,
        customer_profiles.last_name,
        customer_subscriptions_by_customer.customer_subscription_count,
        customer_subscriptions_by_customer.customer_subscription_monthly_amount,
        customer_subscriptions_by_customer.last_customer_subscription_started_on
    from email_engagement
    left join customer_profiles
        on email_engagement.customer_id = customer_profiles.customer_id
    left join customer_subscriptions_by_customer
        on email_engagement.customer_id = customer_subscriptions_by_customer.customer_id

)

select
    facts.*,
    row_number() over (partition by customer_id order by activity_month) as email_engagement_sequence,
    lag(activity_month) over (partition by customer_id order by activity_month) as previous_email_engagement_activity_month,
    sum(total_budget) over (
        partition by customer_id order by activity_month
        rows between unbounded preceding and current row
    ) as running_email_engagement_budget
from facts
