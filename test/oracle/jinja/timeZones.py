"""Records test/data/jinja/time-zones.json: pytz's time zones in templates, by dbt's own modules.

Usage: timeZones.py > test/data/jinja/time-zones.json
"""

import datetime
import json
import sys

import pytz
from dbt.context.base import get_context_modules
from jinja2.sandbox import SandboxedEnvironment

ZONES = [
    "America/New_York", "US/Pacific", "Europe/Berlin", "Europe/London", "Asia/Kolkata", "Asia/Tokyo",
    "Australia/Sydney", "America/Sao_Paulo", "Asia/Kathmandu", "UTC", "EST", "Nope/Zone", "Europe/Kiev",
]
EXPRESSIONS = [
    "run_started_at.astimezone(z)",
    "run_started_at.astimezone(z).strftime('%Y-%m-%d %H:%M %z %Z')",
    "z.localize(modules.datetime.datetime(2024, 7, 1, 12))",
    "z.localize(modules.datetime.datetime(2024, 3, 10, 2, 30))",
    "z.localize(modules.datetime.datetime(2024, 11, 3, 1, 30), is_dst=true)",
    "z.localize(modules.datetime.datetime(2024, 11, 3, 1, 30))",
    "z.localize(run_started_at)",
    "z",
    "z.zone",
    "run_started_at.astimezone(z).hour",
    "modules.datetime.datetime(2024, 1, 1, tzinfo=z)",
    "z.normalize(run_started_at)",
    "(run_started_at + modules.datetime.timedelta(days=200)).astimezone(z)",
    "modules.datetime.datetime(2024, 1, 1).replace(tzinfo=z)",
    "run_started_at.astimezone(z) - run_started_at",
    "run_started_at.astimezone(z) == run_started_at",
]


def verdict(environment, template):
    started = datetime.datetime(2024, 3, 6, 10, 30, tzinfo=pytz.utc)
    try:
        text = environment.from_string(template).render(modules=get_context_modules(), run_started_at=started)
        return {"template": template, "expected": text}
    except Exception as error:
        return {"template": template, "expected": f"{type(error).__name__}: {error}"}


def main():
    environment = SandboxedEnvironment(extensions=["jinja2.ext.do"])
    templates = [f"{{% set z = modules.pytz.timezone('{zone}') %}}{{{{ {expression} }}}}" for zone in ZONES for expression in EXPRESSIONS]
    json.dump([verdict(environment, template) for template in templates], sys.stdout, indent=0)
    print()


if __name__ == "__main__":
    main()
