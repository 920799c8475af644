with campaign_touches as (

    select * from {{ ref('int_campaign_touches') }}

),

channel_groups as (

    select * from {{ ref('lookup_channel_groups') }}

),

customers as (

    select * from {{ ref('stg_customers') }}

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
        channel_groups.channel_group,
        channel_groups.channel_owner,
        customers.email,
        customers.first_name,
        customers.last_name
    from campaign_touches
    left join channel_groups
        on campaign_touches.channel_code = channel_groups.channel_code
    left join customers
        on campaign_touches.customer_id = customers.customer_id

)

select
    facts.*,
    row_number() over (partition by customer_id order by touched_at) as campaign_touche_sequence,
    lag(touched_at) over (partition by customer_id order by touched_at) as previous_campaign_touche_touched_at,
    sum(budget) over (
        partition by customer_id order by touched_at
        rows between unbounded preceding and current row
    ) as running_campaign_touche_budget
from facts
