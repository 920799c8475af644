with source as (

    select * from {{ source('support', 'satisfaction_surveys') }}

),

renamed as (

    select
        survey_id,
        customer_id,
        ticket_id,
        coalesce(score, 0) as score,
        answered_at
    from source
    where survey_id is not null

)

select * from renamed
