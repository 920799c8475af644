select
    reason_code,
    reason_name,
    reason_group
from (
  values
    ('CHANGED_MIND', 'Changed their mind', 'customer'),
    ('DAMAGED', 'Arrived damaged', 'logistics'),
    ('LATE', 'Arrived too late', 'logistics'),
    ('NOT_AS_SHOWN', 'Not as shown', 'catalogue'),
    ('WRONG_ITEM', 'Wrong item sent', 'warehouse'),
    ('WRONG_SIZE', 'Does not fit', 'catalogue')
) as reasons (reason_code, reason_name, reason_group)
