with customer_loyalty as (

    select * from {{ ref('int_customer_loyalty') }}

),

customer_order_totals as (

    select * from {{ ref('int_customer_order_totals') }}

),

customer_profiles as (

    select * from {{ ref('customer_profiles') }}

),

enriched as (

    select
        customer_loyalty.customer_id,
        customer_loyalty.loyalty_event_count,
        customer_loyalty.total_points,
        customer_loyalty.average_points,
        customer_loyalty.first_occurred_at,
        customer_loyalty.last_occurred_at,
        customer_loyalty.distinct_event_types,
        customer_order_totals.total_order_value,
        customer_order_totals.average_order_value,
        customer_order_totals.order_count,
        customer_profiles.email,
        customer_profiles.first_name,
        customer_profiles.last_name
    from customer_loyalty
    left join customer_order_totals
        on customer_loyalty.customer_id = customer_order_totals.customer_id
    left join customer_profiles
        on customer_loyalty.customer_id = customer_profiles.customer_id

)

select * from enriched
