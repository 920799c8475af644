with customer_profiles as (

    select * from {{ ref('customer_profiles') }}

),

customer_loyalty as (

    select * from {{ ref('int_customer_loyalty') }}

),

customer_reviews as (

    select * from {{ ref('int_customer_reviews') }}

),

session_activity as (

    select * from {{ ref('int_session_activity') }}

),

abandoned_carts_by_customer as (

    select
        customer_id,
        count(*) as abandoned_cart_count,
        sum(total_unit_price) as abandoned_cart_total_unit_price,
        max(activity_month) as last_abandoned_cart_activity_month
    from {{ ref('int_abandoned_carts') }}
    group by customer_id

),

facts as (

    select
        customer_profiles.customer_id,
        customer_profiles.email,
        customer_profiles.first_name,
        customer_profiles.last_name,
        customer_profiles.country_code,
        customer_profiles.signup_date,
        customer_profiles.is_subscribed,
        customer_profiles.customer_addresse_count,
        customer_profiles.total_order_value,
        customer_profiles.average_order_value,
        customer_profiles.order_count,
        customer_profiles.country_name,
        customer_profiles.market_region,
        customer_profiles.customer_sequence,
        customer_profiles.previous_customer_signup_date,
        customer_profiles.running_customer_order_value,
        customer_loyalty.total_points,
        customer_loyalty.average_points,
        customer_loyalty.loyalty_event_count,
        customer_reviews.total_list_price,
        customer_reviews.average_list_price,
        customer_reviews.product_review_count,
        session_activity.event_type,
        session_activity.web_analytics_event_segment,
        session_activity.total_time_on_page,
        abandoned_carts_by_customer.abandoned_cart_count,
        abandoned_carts_by_customer.abandoned_cart_total_unit_price,
        abandoned_carts_by_customer.last_abandoned_cart_activity_month
    from customer_profiles
    left join customer_loyalty
        on customer_profiles.customer_id = customer_loyalty.customer_id
    left join customer_reviews
        on customer_profiles.customer_id = customer_reviews.customer_id
    left join session_activity
        on customer_profiles.customer_id = session_activity.customer_id
    left join abandoned_carts_by_customer
        on customer_profiles.customer_id = abandoned_carts_by_customer.customer_id

),

sequenced as (

    select
        facts.*,
        row_number() over (partition by country_code order by previous_customer_signup_date) as customer_profile_sequence,
        lag(previous_customer_signup_date) over (partition by country_code order by previous_customer_signup_date) as previous_customer_profile_previous_customer_signup_date,
        sum(total_order_value) over (
            partition by country_code order by previous_customer_signup_date
            rows between unbounded preceding and current row
        ) as running_customer_profile_order_value
    from facts

)

select * from sequenced
where country_code is not null
