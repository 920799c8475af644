select
    channel_code,
    channel_group,
    channel_owner
from (
  values
    ('AFFILIATE', 'Partners', 'partnerships'),
    ('DIRECT', 'Owned', 'brand'),
    ('DISPLAY', 'Paid', 'performance'),
    ('EMAIL', 'Owned', 'lifecycle'),
    ('ORGANIC', 'Owned', 'content'),
    ('REFERRAL', 'Partners', 'partnerships'),
    ('SEARCH_ADS', 'Paid', 'performance'),
    ('SOCIAL_ADS', 'Paid', 'performance')
) as channels (channel_code, channel_group, channel_owner)
