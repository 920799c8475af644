select
    currency_code,
    currency_name,
    minor_units
from (
  values
    ('BRL', 'Real', 2),
    ('CAD', 'Canadian dollar', 2),
    ('CHF', 'Swiss franc', 2),
    ('EUR', 'Euro', 2),
    ('GBP', 'Pound sterling', 2),
    ('JPY', 'Yen', 0),
    ('MXN', 'Mexican peso', 2),
    ('PLN', 'Zloty', 2),
    ('SEK', 'Swedish krona', 2),
    ('USD', 'US dollar', 2)
) as currencies (currency_code, currency_name, minor_units)
