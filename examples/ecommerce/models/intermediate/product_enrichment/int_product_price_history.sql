with product_prices as (

    select * from {{ ref('stg_product_prices') }}

),

products as (

    select * from {{ ref('stg_products') }}

),

product_costs as (

    select * from {{ ref('int_product_costs') }}

),

product_categories as (

    select * from {{ ref('stg_product_categories') }}

),

facts as (

    select
        product_prices.price_id,
        product_prices.product_id,
        product_prices.price,
        product_prices.valid_from,
        product_prices.valid_to,
        products.product_name,
        products.category_id,
        product_costs.total_unit_cost,
        product_costs.average_unit_cost,
        product_costs.purchase_order_count,
        product_categories.category_name,
        product_categories.is_active,
        product_categories.parent_category_id
    from product_prices
    left join products
        on product_prices.product_id = products.product_id
    left join product_costs
        on product_prices.product_id = product_costs.product_id
    left join product_categories
        on products.category_id = product_categories.category_id

)

select
    facts.*,
    row_number() over (partition by product_id order by valid_from) as product_price_sequence,
    lag(valid_from) over (partition by product_id order by valid_from) as previous_product_price_valid_from,
    sum(price) over (
        partition by product_id order by valid_from
        rows between unbounded preceding and current row
    ) as running_product_price_price
from facts
