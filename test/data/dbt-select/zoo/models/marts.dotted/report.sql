select * from {{ ref('dim') }} join {{ ref('clean_clicks') }} on true
