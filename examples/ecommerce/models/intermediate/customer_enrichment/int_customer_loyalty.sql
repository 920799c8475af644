with loyalty_events as (

    select * from {{ ref('stg_loyalty_events') }}

),

customers as (

    select * from {{ ref('stg_customers') }}

),

facts as (

    select
        loyalty_events.loyalty_event_id,
        loyalty_events.customer_id,
        loyalty_events.event_type,
        loyalty_events.points,
        loyalty_events.occurred_at,
        customers.email,
        customers.first_name,
        customers.last_name
    from loyalty_events
    left join customers
        on loyalty_events.customer_id = customers.customer_id

)

select
    customer_id,
    count(*) as loyalty_event_count,
    sum(points) as total_points,
    avg(points) as average_points,
    min(occurred_at) as first_occurred_at,
    max(occurred_at) as last_occurred_at,
    count(distinct event_type) as distinct_event_types
from facts
where customer_id is not null
group by customer_id
