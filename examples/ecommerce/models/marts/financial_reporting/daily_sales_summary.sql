{{ config(
  materialized='incremental',
  unique_key='shipping_method',
  threads=get_optimal_threads('daily_sales_summary')
) }}

with customer_orders as (

    select * from {{ ref('customer_orders') }}

),

order_margins_by_order as (

    select
        order_id,
        count(*) as order_margin_count,
        sum(unit_price) as order_margin_unit_price,
        max(order_date) as last_order_margin_order_date
    from {{ ref('int_order_margins') }}
    group by order_id

),

order_locations_by_order as (

    select
        order_id,
        count(*) as order_location_count
    from {{ ref('int_order_locations') }}
    group by order_id

),

orders_in_usd_by_order as (

    select
        order_id,
        count(*) as orders_in_usd_count,
        sum(amount) as orders_in_usd_amount,
        max(paid_at) as last_orders_in_usd_paid_at
    from {{ ref('int_orders_in_usd') }}
    group by order_id

),

daily_orders_by_shipping_method as (

    select
        shipping_method,
        count(*) as daily_order_count,
        sum(total_order_value) as daily_order_total_order_value,
        max(activity_month) as last_daily_order_activity_month
    from {{ ref('int_daily_orders') }}
    group by shipping_method

),

order_status_durations_by_order as (

    select
        order_id,
        count(*) as order_status_duration_count,
        sum(running_order_status_history_order_value) as order_status_duration_running_order_status_history_order_value,
        max(changed_at) as last_order_status_duration_changed_at
    from {{ ref('int_order_status_durations') }}
    group by order_id

),

facts as (

    select
        customer_orders.order_id,
        customer_orders.customer_id,
        customer_orders.order_date,
        customer_orders.order_value,
        customer_orders.order_status,
        customer_orders.shipping_method,
        customer_orders.total_amount,
        customer_orders.average_amount,
        customer_orders.payment_count,
        customer_orders.total_refund_amount,
        customer_orders.average_refund_amount,
        customer_orders.refund_count,
        customer_orders.country_code,
        customer_orders.signup_date,
        customer_orders.order_sequence,
        customer_orders.previous_order_order_date,
        customer_orders.running_order_order_value,
        order_margins_by_order.order_margin_count,
        order_margins_by_order.order_margin_unit_price,
        order_margins_by_order.last_order_margin_order_date,
        order_locations_by_order.order_location_count,
        orders_in_usd_by_order.orders_in_usd_count,
        orders_in_usd_by_order.orders_in_usd_amount,
        orders_in_usd_by_order.last_orders_in_usd_paid_at,
        daily_orders_by_shipping_method.daily_order_count,
        daily_orders_by_shipping_method.daily_order_total_order_value,
        daily_orders_by_shipping_method.last_daily_order_activity_month,
        order_status_durations_by_order.order_status_duration_count,
        order_status_durations_by_order.order_status_duration_running_order_status_history_order_value,
        order_status_durations_by_order.last_order_status_duration_changed_at
    from customer_orders
    left join order_margins_by_order
        on customer_orders.order_id = order_margins_by_order.order_id
    left join order_locations_by_order
        on customer_orders.order_id = order_locations_by_order.order_id
    left join orders_in_usd_by_order
        on customer_orders.order_id = orders_in_usd_by_order.order_id
    left join daily_orders_by_shipping_method
        on customer_orders.shipping_method = daily_orders_by_shipping_method.shipping_method
    left join order_status_durations_by_order
        on customer_orders.order_id = order_status_durations_by_order.order_id
    {% if is_incremental() %}
    where customer_orders.order_date > (select max(last_order_date) from {{ this }})
    {% endif %}

),

ordered as (

    select
        facts.*,
        row_number() over (partition by shipping_method order by order_date) as event_rank,
        lag(order_date) over (partition by shipping_method order by order_date) as previous_time,
        sum(order_value) over (
            partition by shipping_method order by order_date
            rows between unbounded preceding and current row
        ) as running_order_value
    from facts
    where shipping_method is not null

),

monthly as (

    select
        shipping_method,
        date_trunc('month', order_date)::date as activity_month,
        count(*) as event_count,
        sum(order_value) as month_order_value,
        max(running_order_value) as running_order_value
    from ordered
    group by shipping_method, date_trunc('month', order_date)::date

),

trend as (

    select
        monthly.*,
        avg(month_order_value) over (
            partition by shipping_method
            order by activity_month
            rows between 5 preceding and current row
        ) as smoothed_order_value,
        rank() over (partition by activity_month order by month_order_value desc) as month_rank,
        row_number() over (partition by shipping_method order by activity_month desc) as recency_rank
    from monthly

),

peers as (

    select
        order_status,
        percentile_cont(0.5) within group (order by order_value) as median_order_value,
        avg(order_value) as peer_average_order_value
    from facts
    group by order_status

),

totals as (

    select
        shipping_method,
        max(order_status) as order_status,
        count(*) as customer_order_count,
        sum(order_value) as total_order_value,
        max(event_rank) as longest_sequence,
        min(order_date) as first_order_date,
        max(order_date) as last_order_date
    from ordered
    group by shipping_method

)

select
    totals.*,
    trend.smoothed_order_value,
    trend.month_rank,
    peers.median_order_value,
    totals.total_order_value / nullif(peers.peer_average_order_value, 0) as peer_ratio,
    case
        when totals.total_order_value > 4 * peers.peer_average_order_value then 'leading'
        when totals.total_order_value > peers.peer_average_order_value then 'above_average'
        when trend.smoothed_order_value > peers.median_order_value then 'growing'
        else 'low'
    end as customer_order_segment
from totals
left join trend
    on totals.shipping_method = trend.shipping_method
    and trend.recency_rank = 1
left join peers
    on totals.order_status = peers.order_status
where totals.total_order_value >= (select 0.1 * avg(total_order_value) from totals)
