/**
 * SQL written out by hand: the models that the article shows, changed only where dbt or Postgres
 * refuses them, and those that they need in a shape of their own.
 */

export const STG_ORDERS = `{{ config(
  materialized='view',
  threads=6
) }}

select
  order_id,
  customer_id,
  order_date::date as order_date,
  order_value::decimal(10,2) as order_value,
  order_status,
  shipping_method,
  created_at,
  updated_at
from {{ source('ecommerce_raw', 'orders') }}
where order_status != 'cancelled'
  and order_date >= '2020-01-01'
`;

export const STG_PRODUCT_CATEGORIES = `{{ config(
  materialized='view',
  threads=4
) }}

select
  category_id,
  category_name,
  parent_category_id,
  is_active,
  created_at,
  updated_at
from {{ source('ecommerce', 'product_categories') }}
where is_active = true
`;

export const WEB_ANALYTICS_EVENTS = `with page_views as (

    select * from {{ ref('base_page_views') }}

),

clicks as (

    select * from {{ ref('base_product_clicks') }}

)

select
    page_view_id as event_id,
    'page_view' as event_type,
    session_id,
    customer_id,
    product_id,
    time_on_page,
    viewed_at as occurred_at,
    viewed_at::date as session_date
from page_views

union all

select
    click_id as event_id,
    'product_click' as event_type,
    session_id,
    customer_id,
    product_id,
    0 as time_on_page,
    clicked_at as occurred_at,
    clicked_at::date as session_date
from clicks
`;

export const CUSTOMER_TIMELINE = `select customer_id, order_id as activity_id, 'order' as activity_type, order_value as activity_value, order_date::timestamp as occurred_at
from {{ ref('stg_orders') }}

union all

select customer_id, ticket_id, 'ticket', 0, opened_at
from {{ ref('stg_tickets') }}

union all

select customer_id, review_id, 'review', rating, created_at
from {{ ref('stg_product_reviews') }}

union all

select customer_id, loyalty_event_id, 'loyalty', points, occurred_at
from {{ ref('stg_loyalty_events') }}
`;

export const CUSTOMER_ORDERS_ENRICHED = `with orders as (

    select * from {{ ref('customer_orders') }}

),

items as (

    select
        order_id,
        category_name,
        sum(quantity * unit_price) as category_value,
        row_number() over (partition by order_id order by sum(quantity * unit_price) desc) as category_rank
    from {{ ref('order_items_enriched') }}
    group by order_id, category_name

),

profiles as (

    select * from {{ ref('customer_profiles') }}

)

-- Dates as timestamps: the models above subtract them and extract days.
select
    orders.customer_id,
    orders.order_id,
    orders.order_date::timestamp as order_date,
    orders.order_value,
    orders.shipping_method,
    items.category_name as product_category,
    profiles.country_name,
    profiles.market_region,
    avg(orders.order_value) over (partition by profiles.market_region) as region_average_value,
    count(*) over (partition by orders.customer_id) as customer_order_count
from orders
left join items
    on orders.order_id = items.order_id
    and items.category_rank = 1
left join profiles
    on orders.customer_id = profiles.customer_id
`;

export const CUSTOMER_ORDERS_DETAILED = `with orders as (

    select * from {{ ref('customer_orders') }}

),

totals as (

    select * from {{ ref('int_customer_order_totals') }}

)

select
    orders.customer_id,
    orders.order_id,
    orders.order_date::timestamp as order_date,
    orders.order_value,
    totals.first_order_date::timestamp as first_purchase_date,
    totals.last_order_date::timestamp as last_purchase_date,
    totals.order_count as total_orders,
    totals.total_order_value as total_revenue,
    totals.average_order_value as avg_order_value,
    lag(orders.order_value) over (partition by orders.customer_id order by orders.order_date) as previous_order_value,
    max(orders.order_value) over (partition by orders.customer_id) as largest_order_value,
    ntile(10) over (order by totals.total_order_value) as revenue_decile
from orders
left join totals
    on orders.customer_id = totals.customer_id
`;

export const CATEGORY_TREE = `with recursive category_path as (

    select
        category_id,
        category_name,
        parent_category_id,
        0 as depth,
        category_name::text as full_path
    from {{ ref('stg_product_categories') }}
    where parent_category_id is null

    union all

    select
        child.category_id,
        child.category_name,
        child.parent_category_id,
        parent.depth + 1,
        parent.full_path || ' > ' || child.category_name
    from {{ ref('stg_product_categories') }} as child
    join category_path as parent
        on child.parent_category_id = parent.category_id

)

select
    category_id,
    category_name,
    parent_category_id,
    depth,
    full_path
from category_path
`;

export const CUSTOMER_LIFETIME_VALUE = `{{ config(
  materialized='table',
  threads=1,
  pre_hook=[
    "set work_mem = '4GB'",
    "set temp_buffers = '256MB'",
    "set random_page_cost = 1.1"
  ],
  post_hook="analyze {{ this }}"
) }}

-- Heavy analytical model with complex calculations
with customer_transaction_history as (
  select
    customer_id,
    order_date,
    order_value,
    product_category,
    -- Complex window functions for behavioral analysis
    lag(order_date) over (partition by customer_id order by order_date) as previous_order_date,
    lead(order_date) over (partition by customer_id order by order_date) as next_order_date,
    row_number() over (partition by customer_id order by order_date) as order_sequence,
    sum(order_value) over (
      partition by customer_id
      order by order_date
      rows between unbounded preceding and current row
    ) as cumulative_value
  from {{ ref('int_customer_orders_enriched') }}
),

ltv_calculations as (
  select
    customer_id,
    count(*) as total_orders,
    sum(order_value) as total_revenue,
    avg(order_value) as avg_order_value,
    min(order_date) as first_order_date,
    max(order_date) as last_order_date,
    -- Advanced LTV modeling
    avg(extract(days from (next_order_date - order_date))) as avg_days_between_orders,
    sum(order_value) / nullif(extract(days from (max(order_date) - min(order_date))), 0) * 365 as annualized_revenue,
    -- Predictive LTV based on recency, frequency, monetary value
    case
      when extract(days from (current_date - max(order_date))) <= 30 then 1.0
      when extract(days from (current_date - max(order_date))) <= 90 then 0.8
      when extract(days from (current_date - max(order_date))) <= 180 then 0.6
      else 0.3
    end as recency_score,
    ln(count(*) + 1) / 3.0 as frequency_score,
    ln(sum(order_value) + 1) / 10.0 as monetary_score
  from customer_transaction_history
  group by customer_id
)

select
  customer_id,
  total_orders,
  total_revenue,
  avg_order_value,
  first_order_date,
  last_order_date,
  avg_days_between_orders,
  annualized_revenue,
  recency_score * frequency_score * monetary_score as composite_ltv_score,
  case
    when recency_score * frequency_score * monetary_score > 0.8 then 'high_value'
    when recency_score * frequency_score * monetary_score > 0.5 then 'medium_value'
    when recency_score * frequency_score * monetary_score > 0.2 then 'low_value'
    else 'at_risk'
  end as customer_value_segment
from ltv_calculations
`;

export const HEAVY_CUSTOMER_ANALYTICS = `{{ config(
  materialized='table',
  threads=1,
  pre_hook="set work_mem = '2GB'",
  post_hook="analyze {{ this }}"
) }}

-- The median stands in a query of its own: Postgres has no ordered-set aggregate beside plain columns.
with median_order_values as (
  select
    customer_id,
    percentile_cont(0.5) within group (order by order_value) as median_order_value
  from {{ ref('customer_orders_detailed') }}
  group by customer_id
),

customer_lifetime_analysis as (
  select
    customer_id,
    first_purchase_date,
    last_purchase_date,
    total_orders,
    total_revenue,
    avg_order_value,
    -- Complex window functions and aggregations
    count(*) over (partition by date_trunc('month', order_date)) as monthly_order_frequency,
    sum(order_value) over (
      partition by customer_id
      order by order_date
      rows between unbounded preceding and current row
    ) as cumulative_revenue
  from {{ ref('customer_orders_detailed') }}
  where order_date >= '2020-01-01'
),

behavioral_segmentation as (
  select
    customer_id,
    case
      when total_revenue > 10000 and avg_order_value > 200 then 'VIP'
      when total_revenue > 5000 or total_orders > 50 then 'High_Value'
      when total_revenue > 1000 or total_orders > 10 then 'Regular'
      else 'New'
    end as customer_segment,
    -- Machine learning feature calculations
    extract(days from (current_date - last_purchase_date)) as days_since_last_purchase,
    total_revenue / nullif(total_orders, 0) as true_avg_order_value
  from customer_lifetime_analysis
)

select
  c.*,
  m.median_order_value,
  b.customer_segment,
  b.days_since_last_purchase,
  b.true_avg_order_value
from customer_lifetime_analysis c
join behavioral_segmentation b using (customer_id)
join median_order_values m using (customer_id)
`;

export const CUSTOMER_BEHAVIOR_ANALYSIS = `{% set resource_config = configure_model_resources('aggregation_intensive', 'large') %}

{{ config(
  materialized='table',
  threads=resource_config.threads,
  pre_hook=resource_config.pre_hook
) }}

with customer_sessions as (
  select
    customer_id,
    session_date,
    count(*) as page_views,
    sum(time_on_page) as total_session_time,
    count(distinct product_id) as unique_products_viewed
  from {{ ref('web_analytics_events') }}
  where event_type = 'page_view'
    and session_date >= current_date - interval '90 day'
  group by customer_id, session_date
),

behavioral_metrics as (
  select
    customer_id,
    avg(page_views) as avg_pages_per_session,
    avg(total_session_time) as avg_session_duration,
    count(distinct session_date) as total_sessions,
    percentile_cont(0.5) within group (order by page_views) as median_pages_per_session,
    -- Complex behavioral scoring
    case
      when avg(page_views) > 10 and avg(total_session_time) > 300 then 'highly_engaged'
      when avg(page_views) > 5 and avg(total_session_time) > 120 then 'moderately_engaged'
      when avg(page_views) > 2 then 'casually_engaged'
      else 'low_engagement'
    end as engagement_level
  from customer_sessions
  group by customer_id
)

select * from behavioral_metrics
`;
