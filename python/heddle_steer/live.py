"""The live view of a steered run: listens to dbt's events and draws beside them, a few times a second.

dbt's own output scrolls by above it, unchanged. Off a terminal nothing of this is used.
"""

from __future__ import annotations

import sys
import threading
import time
from contextlib import contextmanager
from typing import Any, Dict, Iterator, List, Optional, Tuple

from .frame import View, Waiting, frame
from .plan import Plan
from .progress import Moment, Progress, pace, short_name
from .remaining import Rest
from .screen import Screen, Through, is_wanted, style_of

DRAW_EVERY_S = 0.25
#: Drawing takes no more than this share of the time, for dbt's threads wait meanwhile.
MOST_SHARE = 0.05
#: Lines at most, beside the terminal's height.
MOST_LINES = 12
#: Waiting nodes that are told of.
TOLD = 2


def open_screen() -> Optional[Screen]:
    """A screen that dbt's own output goes through; None where nobody watches.

    Called before dbt sets up its log, which keeps the stream that it finds.
    """
    if not is_wanted():
        return None
    screen = Screen(sys.stdout)
    sys.stdout = Through(screen, sys.stdout)
    if sys.stderr is not None and sys.stderr.isatty():
        sys.stderr = Through(screen, sys.stderr)
    return screen


@contextmanager
def watching(screen: Optional[Screen], plan: Plan, queue: Any) -> Iterator[None]:
    """Shows the run of ``queue`` while the block lasts, and leaves the terminal clean however it ends."""
    live = None if screen is None else Live(screen, plan, queue)
    if live is None or not live.listen():
        yield
        return
    thread = threading.Thread(target=live.draw_until_stopped, daemon=True)
    thread.start()
    try:
        yield
    finally:
        live.stop()


class Live:
    """One run on one screen."""

    def __init__(self, screen: Screen, plan: Plan, queue: Any) -> None:
        self.screen = screen
        self.plan = plan
        self.queue = queue
        self.progress = Progress(list(queue.graph.nodes()), plan.durations)
        self.style = style_of(screen.stream)
        self.stopped = threading.Event()

    def listen(self) -> bool:
        """Asks dbt to pass its events on; False where it has no way to."""
        try:
            from dbt_common.events.event_manager_client import add_callback_to_manager
        except ImportError:
            return False
        add_callback_to_manager(self.progress.hear)
        return True

    def stop(self) -> None:
        self.stopped.set()
        with self.screen.lock:
            self.screen.clear()

    def draw_until_stopped(self) -> None:
        wait = DRAW_EVERY_S
        while not self.stopped.wait(wait):
            began = time.thread_time()
            try:
                self.draw()
            except (OSError, ValueError):
                # The terminal is gone; dbt will notice by itself.
                return
            wait = max(DRAW_EVERY_S, (time.thread_time() - began) / MOST_SHARE)

    def draw(self) -> None:
        columns, rows = self.screen.size()
        view = self.view()
        lines = frame(view, columns - 1, min(MOST_LINES, rows // 2), self.style)
        with self.screen.lock:
            # Whoever stopped has cleared the screen already.
            if not self.stopped.is_set():
                self.screen.draw(lines)

    def view(self) -> View:
        moment = self.progress.look()
        factor = pace(moment.took, moment.foreseen)
        durations = self.plan.durations
        # As long as the middle one, where the plan does not know a node.
        usual = sorted(durations.values())[len(durations) // 2] if durations else 0.0

        def seconds_of(node_id: str) -> float:
            return durations.get(node_id, usual) / 1000 * factor

        running = [node_id for node_id, _ in moment.running]
        predicted = [seconds_of(node_id) if node_id in durations else None for node_id in running]
        parents = self.parents()
        rest = Rest(
            self.queue.steered_workers,
            seconds_of,
            self.plan.priority,
            self.plan.pools,
            self.plan.seats,
        )
        left = self.left(rest, moment, parents) if durations else None
        return View(moment, predicted, left, self.waiting(moment, parents))

    def parents(self) -> Dict[str, List[str]]:
        """Every node that waits, with its unfinished parents."""
        waiting = self.progress.left()
        with self.queue.lock:
            graph = self.queue.graph
            return {one: list(graph.predecessors(one)) for one in waiting if one in graph}

    def left(
        self, rest: Rest, moment: Moment, parents: Dict[str, List[str]]
    ) -> Tuple[float, Optional[Tuple[float, float]]]:
        seconds = rest.seconds(moment.running, parents)
        if self.plan.band is None:
            return seconds, None
        low, high = self.plan.band
        return seconds, (seconds * low, seconds * high)

    def waiting(self, moment: Moment, parents: Dict[str, List[str]]) -> List[Waiting]:
        """The most urgent nodes that have not started, each with what it waits for."""
        urgent = sorted(parents, key=lambda one: (-self.plan.priority(one), one))[:TOLD]
        running = {node_id for node_id, _ in moment.running}
        return [Waiting(one, self.reason(one, parents[one], running)) for one in urgent]

    def reason(self, node_id: str, parents: List[str], running: "set[str]") -> str:
        if parents:
            # Those that run are what a person can look at.
            known = sorted(parents, key=lambda one: (one not in running, one))
            more = f" and {len(known) - 2} more" if len(known) > 2 else ""
            return "waits for " + ", ".join(short_name(one) for one in known[:2]) + more
        pool = self.plan.pools.get(node_id)
        if pool is not None and len(running) < self.queue.steered_workers:
            return f"waits for a seat of {pool}"
        return "waits for a thread"
