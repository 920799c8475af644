"""``python -m heddle_steer PLAN.json DBT-ARGUMENTS…``: dbt, steered by a plan.

Exit status is dbt's own; 2 where the plan cannot be read. What steering has to say goes to
standard error in one line, so that dbt's output stays as it is.
"""

from __future__ import annotations

import os
import sys


def forget_current_folder() -> None:
    """Keeps a project's files from shadowing modules: ``-m`` puts the current folder first."""
    if sys.path and os.path.abspath(sys.path[0] or os.getcwd()) == os.getcwd():
        if os.path.abspath(os.path.dirname(os.path.dirname(__file__))) != os.getcwd():
            del sys.path[0]


if __name__ == "__main__":
    forget_current_folder()
    from .command import main

    sys.exit(main(sys.argv[1:]))
