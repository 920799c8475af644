"""Reads a plan: how urgent each node is, and which nodes share a limited number of seats."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import Dict, Mapping, Optional

SCHEMA = "heddle.plan/1"


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
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise PlanError(f"{path}: not a plan; write one with heddle plan --json ({SCHEMA})")
    seats = {name: _whole(count, f"seats.{name}", path) for name, count in _entries(data, "seats", path)}
    pools = {name: _text(pool, f"pools.{name}", path) for name, pool in _entries(data, "pools", path)}
    for name, pool in pools.items():
        if pool not in seats:
            raise PlanError(f"{path}: pools.{name} is {pool!r}, which seats does not name")
    workers = data.get("workers")
    return Plan(
        priorities={
            name: _time(value, f"priorities.{name}", path)
            for name, value in _entries(data, "priorities", path)
        },
        pools=pools,
        seats=seats,
        workers=None if workers is None else _whole(workers, "workers", path),
    )


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


def _entries(data: Mapping[str, object], key: str, path: str):
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
