"""What dbt's native rendering makes of templates: writes test/data/jinja/native-cases.json.

Usage: native.py > test/data/jinja/native-cases.json (needs dbt-common and Jinja2 installed).
`expected` is Python's repr() of the value, or `raises` the class of the error.
"""

import json

from dbt_common.clients.jinja import get_environment

VARS = {"n": 4, "name": "x", "flag": True, "off": False, "text": "12", "items": [1, 2], "map": {"a": 1}, "none": None, "ratio": 0.5}
EXPRESSIONS = [
    "v('n')", "v('name')", "v('flag')", "v('off')", "v('text')", "v('items')", "v('map')", "v('none')", "v('ratio')",
    "4", "8 // 2", "true", "none", "'x'", "[1, 2]", "{'a': 1}", "1 == 1", "4.5", "(1, 2)", "'a' ~ 'b'", "-1", "not true",
    "1 if v('flag') else 4", "1 if true else 4", "v('n') + 1", "v('n') == 4", "v('zz')", "missing", "v('n') | string",
    "v('text') | int", "'12' | int", "v('items') | length", "v('items')[0]", "v('map').a", "v('name') ~ 1", "v('flag') and 1",
]
FILTERS = ["", " | as_bool", " | as_number", " | as_native", " | as_text"]


def templates():
    for expression in EXPRESSIONS:
        for chosen in FILTERS:
            inside = f"({expression}){chosen}" if chosen else expression
            yield "{{ %s }}" % inside
        yield " {{ %s }}" % expression
        yield "a{{ %s }}" % expression
        yield "{{ %s }}{{ v('n') }}" % expression
        yield "{%% if v('flag') %%}{{ %s }}{%% endif %%}" % expression
    yield from ["", " ", "plain", "12", "true", "{# c #}", "{{ 1 }}{{ 2 }}", "{{ v('n') }}{# c #}", "{% set x = 1 %}{{ x }}",
                "{% set x = v('n') %}{{ x }}", "{% for i in v('items') %}{{ i }}{% endfor %}", "{% for i in [1] %}{{ i }}{% endfor %}",
                # The filter binds closer than `in`, and what it makes is a kind of str.
                "{{ 'x' in ['x', 'y'] | as_bool }}", "{{ v('name') in ['z'] | as_bool() }}", "{{ 1 in [1] | as_bool }}",
                "{{ v('name') not in v('items') | as_text }}",
                "{{ v('name') == 'x' | as_bool }}", "{{ v('name') == v('name') | as_bool() }}", "{{ 'a' | as_text == 'a' }}",
                "{{ v('name') != v('name') | as_bool }}", "{{ 'a' | as_text == 'a' | as_bool }}", "{{ 1 == 1 | as_number }}",
                "{{ '1' == 1 | as_number }}", "{{ true == true | as_bool }}",
                "{{ v('n') }}\n", "{{- v('n') -}} ", "{% raw %}{{ x }}{% endraw %}"]


def main():
    environment = get_environment(None, capture_macros=False, native=True)
    cases = []
    for template in templates():
        try:
            value = environment.from_string(template).render({"v": lambda name, default=None: VARS.get(name, default)})
            if type(value).__name__ == "Undefined":
                cases.append({"template": template, "expected": "Undefined"})
            else:
                cases.append({"template": template, "expected": repr(value)})
        except Exception as error:
            cases.append({"template": template, "raises": type(error).__name__})
    print(json.dumps({"vars": VARS, "cases": cases}, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
