with recursive category_path as (

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
