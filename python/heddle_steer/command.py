"""The command line of the wrapper: reads the plan, makes dbt follow it, and becomes dbt."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import partial
from typing import List, Optional

from .awaited import await_plan, is_awaited
from .kept import Keeper
from .lifeline import stop_with_starter
from .live import open_screen
from .plan import Plan, PlanError, read_plan
from .steer import install

#: Where `dbt-steered` finds its plan.
PLAN_FILE = "HEDDLE_PLAN_FILE"
#: Where `0`, only refusals are said.
NOTES = "HEDDLE_NOTES"
USAGE = "usage: python -m heddle_steer PLAN.json DBT-ARGUMENTS…\n"


def say(line: str) -> None:
    """One line on standard error."""
    sys.stderr.write(f"heddle_steer: {line}\n")
    sys.stderr.flush()


def main(arguments: List[str]) -> int:
    """Runs dbt with the arguments after the plan; mostly leaves by ``SystemExit``, as dbt does."""
    if arguments and arguments[0] in ("-h", "--help"):
        sys.stdout.write(USAGE)
        return 0
    if len(arguments) < 2:
        sys.stderr.write(USAGE)
        return 2
    path, *dbt_arguments = arguments
    if is_awaited():
        # Heddle plans while dbt is loaded; what is wrong with the plan is then no reason to stop.
        take_plan = partial(await_plan, path)
    else:
        try:
            take_plan = partial(_given, read_plan(path))
        except PlanError as error:
            say(str(error))
            return 2
    try:
        from dbt.cli.main import cli
    except ImportError as error:
        return run_program(dbt_arguments, str(error))
    stop_with_starter()
    note = (lambda line: None) if os.environ.pop(NOTES, "") == "0" else say
    screen, keeper = open_screen(), Keeper()
    install(take_plan, note, keeper, screen)
    # What dbt writes into its artifacts as the command that was given.
    sys.argv = ["dbt", *dbt_arguments]
    try:
        cli(args=dbt_arguments, prog_name="dbt")
    finally:
        problem = keeper.end()
        if problem is not None:
            note(problem)
    return 0


def dbt_steered() -> int:
    """``dbt-steered DBT-ARGUMENTS…``: dbt by the plan that a variable names, stock dbt without one.

    A program of its own, for tools that start what they are told is dbt.
    """
    path = os.environ.get(PLAN_FILE, "")
    if path and len(sys.argv) > 1:
        return main([path, *sys.argv[1:]])
    try:
        from dbt.cli.main import cli
    except ImportError as error:
        return run_program(sys.argv[1:], str(error))
    if not path:
        say(f"not steering: {PLAN_FILE} names no plan; stock order is used")
    cli(args=sys.argv[1:], prog_name="dbt")
    return 0


def _given(plan: Plan) -> Plan:
    return plan


def run_program(dbt_arguments: List[str], reason: str) -> int:
    """Runs the dbt program where this Python cannot import dbt-core 1, as with dbt 2."""
    program = os.environ.get("HEDDLE_DBT") or program_beside(sys.executable)
    if program is None:
        say(f"{sys.executable} has no dbt ({reason}); install dbt-core there or use its Python")
        return 2
    say(f"not steering: no dbt-core 1 in {sys.executable}; {program} is run as it is")
    if os.name == "nt":
        return subprocess.call([program, *dbt_arguments])
    sys.stderr.flush()
    os.execv(program, [program, *dbt_arguments])


def program_beside(interpreter: str) -> Optional[str]:
    """The ``dbt`` installed with this Python, else the one on PATH."""
    folder = os.path.dirname(interpreter)
    return shutil.which("dbt", path=folder) or shutil.which("dbt")
