with carts as (

    select * from {{ ref('stg_carts') }}

),

orders as (

    select * from {{ ref('stg_orders') }}

),

sessions as (

    select * from {{ ref('base_sessions') }}

)

select
    carts.cart_id,
    carts.customer_id,
    carts.session_id,
    carts.order_id,
    carts.converted_at,
    orders.order_status,
    orders.shipping_method,
    orders.order_value,
    sessions.device_type,
    sessions.channel_code,
    sessions.country_code
from carts
left join orders
    on carts.order_id = orders.order_id
left join sessions
    on carts.session_id = sessions.session_id
