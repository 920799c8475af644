with orders_in_usd as (

    select * from {{ ref('int_orders_in_usd') }}

),

payment_costs_by_payment as (

    select
        payment_id,
        count(*) as payment_cost_count,
        sum(fee_amount) as payment_cost_fee_amount,
        max(charged_at) as last_payment_cost_charged_at
    from {{ ref('int_payment_costs') }}
    group by payment_id

),

customer_profiles as (

    select * from {{ ref('customer_profiles') }}

),

facts as (

    select
        orders_in_usd.payment_id,
        orders_in_usd.order_id,
        orders_in_usd.payment_method,
        orders_in_usd.currency_code,
        orders_in_usd.amount,
        orders_in_usd.payment_status,
        orders_in_usd.paid_at,
        orders_in_usd.rate_to_usd,
        orders_in_usd.rate_date,
        orders_in_usd.currency_name,
        orders_in_usd.minor_units,
        orders_in_usd.customer_id,
        orders_in_usd.order_date,
        payment_costs_by_payment.payment_cost_count,
        payment_costs_by_payment.payment_cost_fee_amount,
        payment_costs_by_payment.last_payment_cost_charged_at,
        customer_profiles.email,
        customer_profiles.first_name,
        customer_profiles.last_name
    from orders_in_usd
    left join payment_costs_by_payment
        on orders_in_usd.payment_id = payment_costs_by_payment.payment_id
    left join customer_profiles
        on orders_in_usd.customer_id = customer_profiles.customer_id

),

monthly as (

    select
        payment_method,
        date_trunc('month', paid_at)::date as activity_month,
        count(*) as orders_in_usd_count,
        sum(amount) as total_amount,
        avg(amount) as average_amount,
        max(currency_code) as currency_code,
        count(distinct order_id) as orders_touched
    from facts
    where paid_at is not null
    group by payment_method, date_trunc('month', paid_at)::date

),

trended as (

    select
        monthly.*,
        sum(total_amount) over (partition by payment_method order by activity_month) as cumulative_amount,
        lag(total_amount) over (partition by payment_method order by activity_month) as previous_amount,
        rank() over (partition by activity_month order by total_amount desc) as month_rank
    from monthly

)

select
    trended.*,
    (total_amount - previous_amount) / nullif(previous_amount, 0) as amount_change
from trended
