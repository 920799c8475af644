with source as (

    select * from {{ source('marketing', 'ad_spend') }}

),

renamed as (

    select
        ad_spend_id,
        campaign_id,
        upper(trim(channel_code)) as channel_code,
        spend::numeric(14, 2) as spend,
        coalesce(impressions, 0) as impressions,
        coalesce(clicks, 0) as clicks,
        spent_on::date as spent_on
    from source
    where ad_spend_id is not null

)

select * from renamed
