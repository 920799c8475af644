"""A plan that Heddle still writes while dbt is being loaded, so that planning costs no time."""

from __future__ import annotations

import os
import shutil
import time

from .plan import Plan, PlanError, read_plan

#: Set by Heddle where the plan may come later and is the wrapper's to remove.
VARIABLE = "HEDDLE_PLAN"
#: How long a run that is ready to start waits for its plan; then it goes on in stock order.
PATIENCE_S = 5.0
_LOOK_EVERY_S = 0.01


def is_awaited() -> bool:
    """Whether the plan may come later; asked once, for children of dbt are not meant."""
    return os.environ.pop(VARIABLE, "") == "awaited"


def await_plan(path: str, patience_s: float = PATIENCE_S) -> Plan:
    """The plan as soon as it is there, its folder removed; at worst one that says why there is none.

    Heddle puts the finished file in place by renaming it, so what is there is whole.
    """
    until = time.monotonic() + patience_s
    while not os.path.exists(path):
        if time.monotonic() >= until:
            return Plan(unavailable=f"no plan was ready {patience_s:g} s after dbt was")
        time.sleep(_LOOK_EVERY_S)
    try:
        plan = read_plan(path)
    except PlanError as error:
        plan = Plan(unavailable=str(error))
    # Heddle removes it as well; it may have been killed.
    shutil.rmtree(os.path.dirname(path), ignore_errors=True)
    return plan
