{{ config(threads=get_optimal_threads('lookup_country_codes')) }}

select
    country_code,
    country_name,
    market_region
from (
  values
    ('AT', 'Austria', 'Central Europe'),
    ('BE', 'Belgium', 'Western Europe'),
    ('BR', 'Brazil', 'Latin America'),
    ('CA', 'Canada', 'North America'),
    ('CH', 'Switzerland', 'Central Europe'),
    ('DE', 'Germany', 'Central Europe'),
    ('ES', 'Spain', 'Southern Europe'),
    ('FR', 'France', 'Western Europe'),
    ('GB', 'United Kingdom', 'Western Europe'),
    ('IT', 'Italy', 'Southern Europe'),
    ('JP', 'Japan', 'Asia Pacific'),
    ('MX', 'Mexico', 'Latin America'),
    ('NL', 'Netherlands', 'Western Europe'),
    ('PL', 'Poland', 'Central Europe'),
    ('SE', 'Sweden', 'Northern Europe'),
    ('US', 'United States', 'North America')
) as countries (country_code, country_name, market_region)
