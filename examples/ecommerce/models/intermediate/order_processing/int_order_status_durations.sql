with order_status_history as (

    select * from {{ ref('stg_order_status_history') }}

),

orders as (

    select * from {{ ref('stg_orders') }}

),

order_locations_by_order as (

    select
        order_id,
        count(*) as order_location_count
    from {{ ref('int_order_locations') }}
    group by order_id

),

facts as (

    select
        order_status_history.status_change_id,
        order_status_history.order_id,
        order_status_history.order_status,
        order_status_history.changed_at,
        orders.shipping_method,
        orders.order_value,
        orders.customer_id,
        order_locations_by_order.order_location_count
    from order_status_history
    left join orders
        on order_status_history.order_id = orders.order_id
    left join order_locations_by_order
        on order_status_history.order_id = order_locations_by_order.order_id

),

sequenced as (

    select
        facts.*,
        row_number() over (partition by order_id order by changed_at) as order_status_history_sequence,
        lag(changed_at) over (partition by order_id order by changed_at) as previous_order_status_history_changed_at,
        sum(order_value) over (
            partition by order_id order by changed_at
            rows between unbounded preceding and current row
        ) as running_order_status_history_order_value
    from facts

)

select * from sequenced
where order_id is not null
