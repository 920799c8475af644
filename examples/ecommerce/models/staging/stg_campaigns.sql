with source as (

    select * from {{ source('marketing', 'campaigns') }}

),

renamed as (

    select
        campaign_id,
        nullif(trim(campaign_name), '') as campaign_name,
        upper(trim(channel_code)) as channel_code,
        budget::numeric(14, 2) as budget,
        starts_on::date as starts_on,
        ends_on::date as ends_on
    from source
    where campaign_id is not null

)

select * from renamed
