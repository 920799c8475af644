"""The live view of a steered run: listens to dbt's events and shows how it goes, a few times a second.

On a terminal it draws, and dbt's own output scrolls by above, unchanged; for editors it publishes.
"""

from __future__ import annotations

import sys
import threading
import time
from contextlib import contextmanager
from typing import Any, Callable, Dict, Iterator, List, Optional, Tuple

from .frame import View, Waiting, frame
from .plan import Plan
from .progress import Moment, Progress, pace
from .published import Published
from .remaining import Rest
from .screen import Screen, Through, is_wanted, style_of

DRAW_EVERY_S = 0.25
#: Where only editors read along, which draw by their own clock.
PUBLISH_EVERY_S = 0.5
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
def watching(
    screen: Optional[Screen], folder: Optional[str], plan: Plan, queue: Any
) -> Iterator[None]:
    """Shows the run of ``queue`` while the block lasts, and leaves the terminal clean however it ends.

    ``folder`` is where it is published, None for nowhere.
    """
    if screen is None and folder is None:
        yield
        return
    live = Live(screen, plan, queue)
    if not live.listen():
        yield
        return
    # Before the first node runs; what is made of it may take a moment beside them.
    all_nodes = live.parents()
    thread = threading.Thread(target=live.show_until_stopped, args=(folder, all_nodes), daemon=True)
    thread.start()
    try:
        yield
    finally:
        live.stop()


class Live:
    """One run, on a screen, published, or both."""

    def __init__(self, screen: Optional[Screen], plan: Plan, queue: Any) -> None:
        self.screen = screen
        self.published: Optional[Published] = None
        self.plan = plan
        self.queue = queue
        self.progress = Progress(list(queue.graph.nodes()), plan.durations)
        self.stopped = threading.Event()
        self.telling = threading.Lock()

    def listen(self) -> bool:
        """Asks dbt to pass its events on; False where it has no way to."""
        try:
            from dbt_common.events.event_manager_client import add_callback_to_manager
        except ImportError:
            return False
        add_callback_to_manager(self.progress.hear)
        return True

    def publish(self, folder: str, all_nodes: Dict[str, List[str]]) -> None:
        facts = {
            "total": self.progress.total,
            "threads": self.queue.steered_workers,
            "predictedMs": self.plan.predicted_ms,
        }
        durations = self.plan.durations
        # Where the plan knows no time at all, nothing is predicted.
        predicted = self.rest(self.usual_seconds()).stretches(all_nodes) if durations else []
        with self.telling:
            if not self.stopped.is_set():
                self.published = Published(folder, facts, predicted)

    def stop(self) -> None:
        self.stopped.set()
        if self.screen is not None:
            with self.screen.lock:
                self.screen.clear()
        with self.telling:
            if self.published is not None:
                self.published.end(self.progress.news(), self.progress.elapsed())

    def show_until_stopped(self, folder: Optional[str], all_nodes: Dict[str, List[str]]) -> None:
        if folder is not None:
            self.publish(folder, all_nodes)
        least = PUBLISH_EVERY_S if self.screen is None else DRAW_EVERY_S
        wait = least
        while not self.stopped.wait(wait):
            began = time.thread_time()
            try:
                self.show()
            except (OSError, ValueError):
                # The terminal is gone; dbt will notice by itself.
                return
            wait = max(least, (time.thread_time() - began) / MOST_SHARE)

    def show(self) -> None:
        view = self.view()
        if self.published is not None:
            with self.telling:
                # Whoever stopped has said the last word already.
                if not self.stopped.is_set():
                    self.published.tell(self.progress.news(), view)
        if self.screen is not None:
            self.draw(self.screen, view)

    def draw(self, screen: Screen, view: View) -> None:
        columns, rows = screen.size()
        lines = frame(view, columns - 1, min(MOST_LINES, rows // 2), style_of(screen.stream))
        with screen.lock:
            # Whoever stopped has cleared the screen already.
            if not self.stopped.is_set():
                screen.draw(lines)

    def view(self) -> View:
        moment = self.progress.look()
        durations = self.plan.durations
        seconds_of = self.usual_seconds(pace(moment.took, moment.foreseen))
        running = [node_id for node_id, _ in moment.running]
        predicted = [seconds_of(node_id) if node_id in durations else None for node_id in running]
        parents = self.parents()
        left = self.left(self.rest(seconds_of), moment, parents) if durations else None
        return View(moment, predicted, left, self.waiting(moment, parents))

    def usual_seconds(self, factor: float = 1.0) -> Callable[[str], float]:
        """How long nodes take at today's pace; the middle one's time where the plan knows none."""
        durations = self.plan.durations
        usual = sorted(durations.values())[len(durations) // 2] if durations else 0.0
        return lambda node_id: durations.get(node_id, usual) / 1000 * factor

    def rest(self, seconds_of: Callable[[str], float]) -> Rest:
        plan = self.plan
        return Rest(self.queue.steered_workers, seconds_of, plan.priority, plan.pools, plan.seats)

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
        return [self.why(one, parents[one], running) for one in urgent]

    def why(self, node_id: str, parents: List[str], running: "set[str]") -> Waiting:
        known = sorted(parents, key=lambda one: (one not in running, one))
        pool = self.plan.pools.get(node_id)
        has_thread = len(running) < self.queue.steered_workers
        return Waiting(node_id, known, pool if has_thread and not known else None)
