"""Tells how a run goes to whoever reads along, as the Schedule panel in an editor does.

``.heddle/progress.jsonl`` of the project holds the last run, a JSON object on each line: first what
is run and when each node is predicted to, then each start and end, and between these how long the
rest may take and what waits for what. Times are milliseconds since the first node could run.
"""

from __future__ import annotations

import json
import os
import time
from typing import Any, Dict, Optional, Sequence, Tuple

from .frame import View
from .kept import hide_from_git
from .progress import Heard

FILE = "progress.jsonl"
SCHEMA = "heddle.progress/1"


class Published:
    """The file of one run. Where it cannot be written the run goes on without it."""

    def __init__(
        self,
        folder: str,
        facts: Dict[str, Any],
        predicted: Sequence[Tuple[str, float, float]] = (),
    ) -> None:
        self.file: Optional[Any] = None
        try:
            os.makedirs(folder, exist_ok=True)
            hide_from_git(folder)
            # Never through a link that somebody else has put there.
            path = os.path.join(folder, FILE)
            if os.path.islink(path):
                os.unlink(path)
            self.file = open(path, "w", encoding="utf-8")
        except OSError:
            return
        head = {"schema": SCHEMA, "startedAt": int(time.time() * 1000), **facts}
        stretches = [{"id": one, "predicted": [_ms(start), _ms(end)]} for one, start, end in predicted]
        self._write([head, *stretches])

    def tell(self, heard: Sequence[Heard], view: View) -> None:
        """What happened since the last time, and how it stands now."""
        left: Optional[Dict[str, int]] = None
        if view.left is not None:
            seconds, band = view.left
            left = {"ms": _ms(seconds)}
            if band is not None:
                left.update(leastMs=_ms(band[0]), mostMs=_ms(band[1]))
        waiting = [
            {"id": one.node_id, "parents": list(one.parents), "pool": one.pool}
            for one in view.waiting
        ]
        stand = {"atMs": _ms(view.moment.elapsed), "left": left, "waiting": waiting}
        self._write([*map(_record, heard), stand])

    def end(self, heard: Sequence[Heard], seconds: float) -> None:
        """The run is over, however it ended."""
        self._write([*map(_record, heard), {"overMs": _ms(seconds)}])
        if self.file is not None:
            self.file.close()
            self.file = None

    def _write(self, records: Sequence[Dict[str, Any]]) -> None:
        if self.file is None:
            return
        try:
            lines = [json.dumps(one, separators=(",", ":")) + "\n" for one in records]
            self.file.write("".join(lines))
            self.file.flush()
        except OSError:
            self.file = None


def _record(heard: Heard) -> Dict[str, Any]:
    key = "startMs" if heard.status is None else "endMs"
    record: Dict[str, Any] = {"id": heard.node_id, key: _ms(heard.at)}
    if heard.status is not None:
        record["status"] = heard.status
    return record


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
