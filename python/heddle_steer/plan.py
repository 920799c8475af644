"""Reads a plan: how urgent each node is, and which nodes share a limited number of seats."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import Dict, ItemsView, Mapping, Optional, Tuple

#: `heddle plan --json` and `heddle run --dry-run --format order` write these.
SCHEMAS = ("heddle.plan/1", "heddle.order/1")


class PlanError(ValueError):
    """The plan cannot be used; the text says in one line what, where and what to do."""


@dataclass(frozen=True)
class Plan:
    """Advice on order only: a wrong or stale plan can cost time, never correctness."""

    #: Milliseconds of the longest remaining path by unique_id, the node's own time included.
    priorities: Mapping[str, float] = field(default_factory=dict)
    #: Pool by unique_id; nodes without a pool need a worker only.
    pools: Mapping[str, str] = field(default_factory=dict)
    #: How many nodes of a pool may run at once; 1 or more.
    seats: Mapping[str, int] = field(default_factory=dict)
    #: Nodes that may run at once at most, to keep threads free; None for all that dbt has.
    workers: Optional[int] = None
    #: Milliseconds that each node is expected to take, by unique_id; may be empty.
    durations: Mapping[str, float] = field(default_factory=dict)
    #: Milliseconds from the first start to the last end; None where the plan does not tell.
    predicted_ms: Optional[float] = None
    #: What a time turns out to be at least and at most, as shares of the predicted one.
    band: Optional[Tuple[float, float]] = None
    #: What to tell a person beside that the run is steered; one line.
    note: str = ""
    #: Why there is no plan, where it was awaited in vain.
    unavailable: str = ""

    def priority(self, unique_id: str) -> float:
        """How urgent a node is; a node that the plan does not know comes after all it knows."""
        return self.priorities.get(unique_id, -1.0)


def read_plan(path: str) -> Plan:
    """The plan in a file. Raises PlanError where it is missing or no plan."""
    try:
        with open(path, encoding="utf-8-sig") as file:
            data = json.load(file)
    except OSError as error:
        reason = error.strerror or error
        raise PlanError(f"{path}: {reason}; heddle plan --json --out {path} writes one") from error
    except (ValueError, RecursionError) as error:
        raise PlanError(f"{path}: not JSON ({error})") from error
    if not isinstance(data, dict) or data.get("schema") not in SCHEMAS:
        raise PlanError(f"{path}: not a plan; write one with heddle plan --json ({SCHEMAS[0]})")
    seats = {name: _whole(count, f"seats.{name}", path) for name, count in _entries(data, "seats", path)}
    pools = {name: _text(pool, f"pools.{name}", path) for name, pool in _entries(data, "pools", path)}
    for name, pool in pools.items():
        if pool not in seats:
            raise PlanError(f"{path}: pools.{name} is {pool!r}, which seats does not name")
    workers = data.get("workers")
    prediction = dict(_entries(data, "prediction", path))
    return Plan(
        priorities={
            name: _time(value, f"priorities.{name}", path)
            for name, value in _entries(data, "priorities", path)
        },
        pools=pools,
        seats=seats,
        workers=None if workers is None else _whole(workers, "workers", path),
        durations={
            name: _time(value, f"durations.{name}", path)
            for name, value in _entries(data, "durations", path)
        },
        predicted_ms=_optional_time(prediction, "makespanMs", path),
        band=_band(prediction, path),
        note=_line(data, "note", path),
        unavailable=_line(data, "unavailable", path),
    )


def _optional_time(prediction: Mapping[str, object], key: str, path: str) -> Optional[float]:
    value = prediction.get(key)
    return None if value is None else _time(value, f"prediction.{key}", path)


def _band(prediction: Mapping[str, object], path: str) -> Optional[Tuple[float, float]]:
    low = _optional_time(prediction, "lowShare", path)
    high = _optional_time(prediction, "highShare", path)
    return None if low is None or high is None else (min(low, high), max(low, high))


def _line(data: Mapping[str, object], key: str, path: str) -> str:
    """A text on one line without what a terminal would take for a command."""
    text = _text(data.get(key, ""), key, path)
    return "".join(character if character.isprintable() else " " for character in text)


def _time(value: object, where: str, path: str) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if math.isfinite(number) and number >= 0:
            return number
    raise PlanError(f"{path}: {where} is {_short(value)}, not a number of 0 or more")


def _whole(value: object, where: str, path: str) -> int:
    number = _time(value, where, path)
    if number < 1 or number != int(number):
        raise PlanError(f"{path}: {where} is {_short(value)}, not a whole number of 1 or more")
    return int(number)


def _text(value: object, where: str, path: str) -> str:
    if not isinstance(value, str):
        raise PlanError(f"{path}: {where} is {_short(value)}, not a text")
    return value


def _entries(data: Mapping[str, object], key: str, path: str) -> ItemsView[str, object]:
    entries: object = data.get(key, {})
    if not isinstance(entries, dict):
        raise PlanError(f"{path}: {key} is {_short(entries)}, not an object")
    found: Dict[str, object] = entries
    return found.items()


def _short(value: object) -> str:
    """A value in few words, on one line."""
    if isinstance(value, int) and value.bit_length() > 100:
        return "too large"
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}…"
