"""Keeps what each run took, so that the next plan knows it.

dbt overwrites ``target/run_results.json`` with every command. A copy without the compiled SQL goes
to ``.heddle/history`` of the project, marked with the order in which the run was steered.
"""

from __future__ import annotations

import json
import os
from typing import Any, Dict, List, Optional

#: Set by ``heddle run``; unset or empty, nothing is kept.
VARIABLE = "HEDDLE_KEEP"
#: Older copies are removed: they weigh next to nothing in a plan.
MOST_KEPT = 50
_PREFIX = "run_results_"
#: Large, and of no use for planning.
_LEFT_OUT = ("compiled_code", "message", "relation_name", "compiled")


class Keeper:
    """Remembers where one run leaves its results, and copies them once it has ended."""

    def __init__(self) -> None:
        self.is_wanted = os.environ.pop(VARIABLE, "") == "1"
        self.results = ""
        self.before: Optional[int] = None
        self.folder = ""
        self.marks: Dict[str, Any] = {}

    def begin(self, project: str, results: str, marks: Dict[str, Any]) -> None:
        """Called before the first node; ``marks`` say how the run was steered."""
        self.results, self.marks = results, marks
        self.folder = os.path.join(project, ".heddle", "history")
        self.before = _written(results)

    def progress_folder(self) -> Optional[str]:
        """Where a run may tell how it goes; None where nothing of it is to be kept."""
        return os.path.dirname(self.folder) if self.is_wanted and self.folder else None

    def end(self) -> Optional[str]:
        """Copies what dbt has written since; why it could not, or nothing."""
        if not self.is_wanted or not self.results or _written(self.results) in (None, self.before):
            return None
        try:
            with open(self.results, encoding="utf-8") as file:
                copy = json.load(file)
            for result in copy["results"]:
                for key in _LEFT_OUT:
                    result.pop(key, None)
            copy["heddle"] = self.marks
            os.makedirs(self.folder, exist_ok=True)
            hide_from_git(os.path.dirname(self.folder))
            self._write(copy)
            _drop_old(self.folder)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            reason = getattr(error, "strerror", None) or error
            return f"this run was not kept for the next plan: {self.folder}: {reason}"
        return None

    def _write(self, copy: Dict[str, Any]) -> None:
        metadata = copy["metadata"]
        moment = "".join(c for c in str(metadata.get("generated_at", "")) if c.isdigit())[:14]
        name = f"{_PREFIX}{moment}_{str(metadata.get('invocation_id', ''))[:8]}.json"
        path = os.path.join(self.folder, name)
        with open(path + ".new", "w", encoding="utf-8") as file:
            json.dump(copy, file, separators=(",", ":"))
        os.replace(path + ".new", path)


def _written(path: str) -> Optional[int]:
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return None


def hide_from_git(folder: str) -> None:
    """Keeps the folder out of version control, unless its owner has decided about that."""
    try:
        with open(os.path.join(folder, ".gitignore"), "x", encoding="utf-8") as file:
            file.write("*\n")
    except FileExistsError:
        pass


def _drop_old(folder: str) -> None:
    """Removes the oldest copies beyond the number kept; names begin with the time."""
    names: List[str] = sorted(name for name in os.listdir(folder) if name.startswith(_PREFIX))
    for name in names[:-MOST_KEPT]:
        os.remove(os.path.join(folder, name))
