"""What PyYAML, loading as dbt does (libyaml's safe loader), makes of YAML texts.

Reads one JSON string per line, writes one JSON object per line: `value` in the notation of
pythonRepr.ts, or `error`, `line` and `column` (0-based, null where the error has no place).
"""

import datetime
import json
import sys

import yaml


def describe(value, budget):
    budget[0] -= 1
    if budget[0] < 0:
        raise RecursionError("too many values")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return {"int": hex(value)}
    if isinstance(value, float):
        return {"float": repr(value)}
    if isinstance(value, (datetime.datetime, datetime.date)):
        return {"time": value.isoformat(), "text": str(value)}
    if isinstance(value, bytes):
        return {"bytes": True}
    if isinstance(value, tuple):
        name, held = value
        return {"map": [[str(name), describe(held, budget)]]}
    if isinstance(value, list):
        return [describe(item, budget) for item in value]
    if isinstance(value, set):
        value = {item: None for item in value}
    named = {}
    for key, held in value.items():
        named[str(key)] = describe(held, budget)
    return {"map": list(named.items())}


def verdict(text):
    try:
        value = yaml.load(text, Loader=yaml.CSafeLoader)
        return {"value": describe(value, [50_000])}
    except RecursionError:
        return {"skipped": True}
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return {"error": str(error.problem), "line": mark.line, "column": mark.column}
    except Exception as error:  # dbt stops at these too: ValueError, ReaderError, OverflowError
        return {"error": f"{type(error).__name__}: {error}", "line": None, "column": None}


def main():
    sys.setrecursionlimit(4_000)
    print(json.dumps({"pyyaml": yaml.__version__, "libyaml": yaml._yaml.get_version_string()}))
    for line in sys.stdin:
        print(json.dumps(verdict(json.loads(line))))


if __name__ == "__main__":
    main()
