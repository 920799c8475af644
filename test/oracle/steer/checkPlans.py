"""Which plans the wrapper refuses, and what its ready nodes come to: `python checkPlans.py`.

Needs no dbt. Ends with `N passed, N failed`.
"""

import json
import pathlib
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "python"))
from heddle_steer.plan import PlanError, read_plan  # noqa: E402
from heddle_steer.ready import Ready  # noqa: E402

HUGE = "1" + "0" * 400
REFUSED = {
    "no JSON": "{",
    "not UTF-8": b"\xff\xfe\x00",
    "a list": "[]",
    "another schema": '{"schema": "heddle.plan/2"}',
    "deep nesting": "[" * 100_000,
    "priorities as a list": '{"schema": "heddle.plan/1", "priorities": []}',
    "NaN": '{"schema": "heddle.plan/1", "priorities": {"a": NaN}}',
    "a negative priority": '{"schema": "heddle.plan/1", "priorities": {"a": -1}}',
    "a priority beyond floats": f'{{"schema": "heddle.plan/1", "priorities": {{"a": {HUGE}}}}}',
    "true as a priority": '{"schema": "heddle.plan/1", "priorities": {"a": true}}',
    "no seat": '{"schema": "heddle.plan/1", "seats": {"p": 0}}',
    "half a seat": '{"schema": "heddle.plan/1", "seats": {"p": 1.5}}',
    "a pool without seats": '{"schema": "heddle.plan/1", "pools": {"a": "p"}}',
    "a pool that is no text": '{"schema": "heddle.plan/1", "pools": {"a": 1}}',
    "no workers": '{"schema": "heddle.plan/1", "workers": 0}',
    "a line break in a value": '{"schema": "heddle.plan/1", "priorities": {"a": "x\\ny"}}',
}


def refusal(folder, text):
    path = folder / "plan.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    try:
        read_plan(str(path))
    except PlanError as error:
        return str(error)
    return None


def main():
    failed = []
    checked = 0

    def check(what, is_good):
        nonlocal checked
        checked += 1
        if not is_good:
            failed.append(what)
        print(("ok   " if is_good else "FAIL ") + what)

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for what, text in REFUSED.items():
            found = refusal(folder, text)
            check(f"refuses {what}: {found}", found is not None and "\n" not in found)
        path = folder / "good.json"
        path.write_text(json.dumps({"schema": "heddle.plan/1", "priorities": {"a": 2}, "more": 1}))
        check("reads what it knows", read_plan(str(path)).priority("a") == 2)
        check("puts unknown nodes last", read_plan(str(path)).priority("b") < 0)

    ready = Ready({"p": 1}, 1)
    for node, urgency, pool, is_microbatch in [
            ("a", 5, "p", False), ("b", 4, "p", False), ("c", 3, None, True), ("d", 2, None, True),
            ("e", 1, None, False)]:
        ready.add(node, (-urgency, 0, node), pool, is_microbatch)
    taken = [ready.take(set())]
    taken += [ready.take({"a"}), ready.take({"a", "c"}), ready.take({"a", "c", "e"})]
    taken += [ready.take({"c", "e"}), ready.take({"b", "e"}), ready.take(set())]
    check(f"keeps seats and microbatch places: {taken}", taken == ["a", "c", "e", None, "b", "d", None])

    many = Ready({"p": 2}, 2)
    started = time.perf_counter()
    for i in range(10_000):
        many.add(str(i), (-(i * 7919 % 10_007), 0, str(i)), "p" if i % 3 == 0 else None, False)
    for _ in range(10_000):
        many.take(set())
    took = time.perf_counter() - started
    check(f"hands out 10,000 ready nodes in {took * 1000:.0f} ms", took < 2)

    print(f"{checked - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
