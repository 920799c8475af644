"""What a run is doing: which nodes run since when, which have ended and how. Knows no terminal."""

from __future__ import annotations

import threading
import time
from typing import Any, Callable, Dict, List, Mapping, NamedTuple, Optional, Tuple

#: Statuses of nodes that did not do what they were there for.
FAILED = ("error", "fail", "partial success", "runtime error")


class Moment(NamedTuple):
    """One look at a run; times in seconds."""

    total: int
    done: int
    failed: int
    skipped: int
    elapsed: float
    #: Id and seconds since its start, of each node that runs, the oldest first.
    running: List[Tuple[str, float]]
    #: Seconds that ended nodes took, and what they were predicted to.
    took: float
    foreseen: float


class Heard(NamedTuple):
    """A start, or an end with its status; seconds since the run began."""

    node_id: str
    at: float
    status: Optional[str]


class Progress:
    """Fed with dbt's own events, from any thread; O(1) for each."""

    def __init__(
        self,
        node_ids: List[str],
        durations: Mapping[str, float],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.clock = clock
        self.lock = threading.Lock()
        self.durations = durations
        self.waiting = set(node_ids)
        self.total = len(node_ids)
        self.begun = clock()
        self.running: Dict[str, float] = {}
        self.ended: Dict[str, str] = {}
        self.took = 0.0
        self.foreseen = 0.0
        self.untold: List[Heard] = []

    def hear(self, message: Any) -> None:
        """Takes one event of dbt's structured log; those of other things are let pass."""
        name = message.info.name
        if name not in ("NodeStart", "NodeFinished"):
            return
        node = message.data.node_info
        if name == "NodeStart":
            self.start(node.unique_id)
        else:
            self.finish(node.unique_id, node.node_status)

    def start(self, node_id: str) -> None:
        with self.lock:
            if node_id in self.waiting:
                self.waiting.discard(node_id)
                self.running[node_id] = self.clock()
                self.untold.append(Heard(node_id, self.running[node_id] - self.begun, None))

    def finish(self, node_id: str, status: str) -> None:
        with self.lock:
            self.waiting.discard(node_id)
            began = self.running.pop(node_id, None)
            if began is not None and node_id in self.durations:
                self.took += self.clock() - began
                self.foreseen += self.durations[node_id] / 1000
            if node_id not in self.ended:
                self.ended[node_id] = status
                self.untold.append(Heard(node_id, self.clock() - self.begun, status))

    def look(self) -> Moment:
        """The run as it is now."""
        with self.lock:
            now = self.clock()
            running = sorted(self.running.items(), key=lambda item: (item[1], item[0]))
            statuses = list(self.ended.values())
            return Moment(
                self.total,
                len(statuses),
                sum(status in FAILED for status in statuses),
                statuses.count("skipped"),
                now - self.begun,
                [(node_id, now - began) for node_id, began in running],
                self.took,
                self.foreseen,
            )

    def news(self) -> List[Heard]:
        """What was heard since the last call."""
        with self.lock:
            news, self.untold = self.untold, []
            return news

    def elapsed(self) -> float:
        """Seconds since the run began."""
        return self.clock() - self.begun

    def left(self) -> List[str]:
        """Ids of nodes that have not started."""
        with self.lock:
            return list(self.waiting)


def short_name(node_id: str) -> str:
    """``orders`` of ``model.shop.orders``, ``orders.v2`` of a version."""
    parts = node_id.split(".")
    # What follows the name of a test is a hash.
    return ".".join(parts[2:] if parts[0] == "model" else parts[2:3]) or node_id


def pace(took: float, foreseen: float, weight: float = 10.0) -> float:
    """How much longer nodes take today than predicted: 1 at first, the more certain the more ended.

    ``weight`` seconds of prediction count as much as what was seen.
    """
    return (took + weight) / (foreseen + weight)
