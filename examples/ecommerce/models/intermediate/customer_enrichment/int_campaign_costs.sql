with ad_spend as (

    select * from {{ ref('stg_ad_spend') }}

),

campaigns as (

    select * from {{ ref('stg_campaigns') }}

),

channel_groups as (

    select * from {{ ref('lookup_channel_groups') }}

),

facts as (

    select
        ad_spend.ad_spend_id,
        ad_spend.campaign_id,
        ad_spend.channel_code,
        ad_spend.spend,
        ad_spend.impressions,
        ad_spend.clicks,
        ad_spend.spent_on,
        campaigns.campaign_name,
        campaigns.budget,
        channel_groups.channel_group,
        channel_groups.channel_owner
    from ad_spend
    left join campaigns
        on ad_spend.campaign_id = campaigns.campaign_id
    left join channel_groups
        on ad_spend.channel_code = channel_groups.channel_code

),

monthly as (

    select
        campaign_id,
        date_trunc('month', spent_on)::date as activity_month,
        count(*) as ad_spend_count,
        sum(spend) as total_spend,
        avg(spend) as average_spend,
        max(channel_code) as channel_code
    from facts
    where spent_on is not null
    group by campaign_id, date_trunc('month', spent_on)::date

),

trended as (

    select
        monthly.*,
        sum(total_spend) over (partition by campaign_id order by activity_month) as cumulative_spend,
        lag(total_spend) over (partition by campaign_id order by activity_month) as previous_spend,
        rank() over (partition by activity_month order by total_spend desc) as month_rank
    from monthly

)

select
    trended.*,
    (total_spend - previous_spend) / nullif(previous_spend, 0) as spend_change
from trended
