"""Knows the forms of dbt's queue that steering was tested with.

A replaced method that has changed may mean something else now. So the source of each is hashed
(its tokens: comments, blank lines and layout do not count) and compared with the forms seen in the
dbt-core releases that the tests ran on. Anything else gets stock dbt.
"""

from __future__ import annotations

import hashlib
import inspect
import io
import tokenize
from typing import Callable, Dict, Iterable, Optional

#: Release lines of dbt-core that steering was tried on.
TESTED_LINES = ("1.8", "1.9", "1.10", "1.11", "1.12")

#: What steering rests on, by name, with the hashes of the tested releases.
#: Two forms exist: that of 1.8.9 to 1.11.0, and that of 1.11.5 to 1.12.6, which counts microbatch
#: models (released sources compared: 1.8.9, 1.9.0, 1.9.10, 1.9.11, 1.10.0, 1.10.23, 1.11.0, 1.11.5,
#: 1.11.16, 1.12.0, 1.12.6).
TESTED: Dict[str, Iterable[str]] = {
    "GraphQueue.get": ("c25c8369a616b447", "055910267b7fdfa1"),
    "GraphQueue.mark_done": ("8417ed09acd6f05b", "83b3ee226b56bc52"),
    "GraphQueue._mark_in_progress": ("4f4e463d1a8b793a", "519e30c1de925d5e"),
    "GraphQueue._find_new_additions": ("badc6aec6954aeb2",),
    "GraphQueue.wait_until_something_was_done": ("1489e15c617bc851",),
    "GraphRunnableTask.run_queue": ("e2bd44887d155786", "3f7275eff76e4504"),
    "GraphRunnableTask.handle_job_queue": ("2ca35a9d9a04d382", "46a45ffef5ae413c"),
}

_LAYOUT = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
}


def source_hash(function: Callable[..., object]) -> str:
    """Hash of a function's tokens, the same on every Python version."""
    source = inspect.cleandoc("\n" + inspect.getsource(function))
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    text = " ".join(token.string for token in tokens if token.type not in _LAYOUT)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def is_tested_release(version: str) -> bool:
    """Whether steering was tried on releases of this line."""
    parts = version.split(".")
    return len(parts) > 1 and ".".join(parts[:2]) in TESTED_LINES


def unknown_part(queue: type, task: type) -> Optional[str]:
    """Name of the first method whose source was never tested; None where all are known."""
    classes = {"GraphQueue": queue, "GraphRunnableTask": task}
    for name, known in TESTED.items():
        owner, method = name.split(".")
        try:
            found = source_hash(getattr(classes[owner], method))
        except (AttributeError, OSError, TypeError, SyntaxError, tokenize.TokenError):
            return name
        if found not in known:
            return name
    return None
