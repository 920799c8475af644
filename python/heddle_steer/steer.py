"""Replaces the hand-out of dbt's run queue, and nothing else.

Stock dbt hands out every ready node at once; they wait in the thread pool's first-in-first-out
line. Here ``get`` hands out a node only when a worker is free, and then the most urgent one whose
pool has a seat. Dependencies come from dbt's own graph.
"""

from __future__ import annotations

import time
from typing import Any, Callable, Optional

from .kept import Keeper
from .live import watching
from .plan import Plan
from .ready import Ready
from .screen import Screen
from .shape import is_tested_release, unknown_part

#: Waits are cut into slices so that Ctrl-C and fail-fast are noticed.
WAIT_SLICE_S = 0.1


def install(
    take_plan: Callable[[], Plan],
    log: Callable[[str], None],
    keeper: Keeper,
    screen: Optional[Screen] = None,
) -> bool:
    """Makes the dbt invocations of this process follow a plan; False where it cannot.

    ``take_plan`` is asked when a run is ready to start. ``log`` gets one line: that the run is
    steered, when it starts, or why it is not; and one with how long it took.
    """
    try:
        from dbt.graph.queue import GraphQueue
        from dbt.task.run import RunTask
        from dbt.task.runnable import GraphRunnableTask
        from dbt.version import __version__ as version
    except ImportError as error:
        log(f"not steering: dbt's queue was not found ({error}); stock order is used")
        return False
    if not is_tested_release(version):
        log(f"not steering: dbt-core {version} was never tested; stock order is used")
        return False
    changed = unknown_part(GraphQueue, GraphRunnableTask)
    if changed is not None:
        log(f"not steering: {changed} of dbt-core {version} was never tested; stock order is used")
        return False
    stock_run_queue = GraphRunnableTask.run_queue
    steered = steered_class(GraphQueue)

    def run_queue(self: Any, pool: Any) -> None:
        queue = self.job_queue
        # run, build, seed, snapshot and test; compile, clone and freshness run no models.
        if not isinstance(self, RunTask) or type(queue) is not GraphQueue:
            return stock_run_queue(self, pool)
        plan = take_plan()
        keeper.begin(self.config.project_root, self.result_path(), marks_of(plan))
        if plan.unavailable:
            log(f"not steering: {plan.unavailable}; stock order is used")
            return stock_run_queue(self, pool)
        workers = workers_of(self, pool)
        queue.__class__ = steered
        queue.begin_steering(plan, workers, self)
        nodes = len(queue.graph)
        note = f"; {plan.note}" if plan.note else ""
        log(f"steering {nodes} nodes on {queue.steered_workers} threads{note}")
        began = time.monotonic()
        with watching(screen, keeper.progress_folder(), plan, queue):
            stock_run_queue(self, pool)
        outcome = outcome_of(nodes, time.monotonic() - began, plan)
        if outcome is not None:
            log(outcome)

    GraphRunnableTask.run_queue = run_queue
    return True


def marks_of(plan: Plan) -> "dict[str, object]":
    """How a run was steered, for whoever predicts it again from its history."""
    if plan.unavailable:
        return {"order": "dbt-core"}
    marks: "dict[str, object]" = {
        "order": "longest-path",
        "hints": "seats" if plan.pools else "ignored",
    }
    if plan.workers is not None:
        marks["workers"] = plan.workers
    if plan.predicted_ms is not None:
        marks["predictedMs"] = plan.predicted_ms
    return marks


def outcome_of(nodes: int, seconds: float, plan: Plan) -> Optional[str]:
    """How long it took beside what was predicted; None where the plan predicts nothing."""
    if not plan.predicted_ms:
        return None
    predicted = plan.predicted_ms / 1000
    error = (predicted / seconds - 1) * 100 if seconds > 0 else 0.0
    return f"{nodes} nodes took {seconds:.1f} s, predicted {predicted:.1f} s ({error:+.1f} %)"


def workers_of(task: Any, pool: Any) -> int:
    """Threads that work at once; 1 where dbt runs everything on its main thread."""
    if getattr(task.config.args, "single_threaded", False):
        return 1
    # The pool of dbt-core 1.8 and 1.9 does not say how many workers it has.
    return max(1, int(getattr(pool, "max_threads", 0) or task.config.threads))


def is_microbatch(node: Any) -> bool:
    """Whether a worker that runs the node waits for batches that other workers run."""
    config = getattr(node, "config", None)
    return node.resource_type == "model" and (
        getattr(config, "incremental_strategy", None) == "microbatch"
    )


def steered_class(stock: Any) -> Any:
    """The queue's class with another ``get``."""

    class SteeredQueue(stock):
        """dbt's queue, handing out the most urgent ready node when a worker and a seat are free.

        ``inner`` stays the place where dbt puts ready nodes and counts unfinished ones; they are
        moved on to ``steered_ready`` before each choice, as ``PriorityQueue.get`` would take them.
        """

        def begin_steering(self, plan: Plan, workers: int, task: Any) -> None:
            """Called once, before anything was handed out."""
            self.steered_plan = plan
            self.steered_workers = min(workers, plan.workers or workers)
            self.steered_task = task
            # Half the workers, as dbt-core 1.11.3 and later: orchestrators on all of them would
            # wait for batches that nobody is left to run.
            self.steered_ready = Ready(plan.seats, max(1, workers // 2))

        def get(self, block: bool = True, timeout: Optional[float] = None) -> Any:
            """The next node to run, as soon as it may run. dbt only ever calls it to block."""
            while True:
                with self.lock:
                    self.sort_in()
                    if len(self.in_progress) < self.steered_workers:
                        node_id = self.steered_ready.take(self.in_progress)
                        if node_id is not None:
                            return self.hand_out(node_id)
                    self.some_task_done.wait(WAIT_SLICE_S)
                # Outside the lock, which is not re-entrant: dbt's own error stops the run.
                self.steered_task._raise_set_error()

        def sort_in(self) -> None:
            """Moves nodes that became ready. The caller holds the lock."""
            with self.inner.mutex:
                arrived = list(self.inner.queue)
                self.inner.queue.clear()
            for level, node_id in arrived:
                node = self.manifest.expect(node_id)
                # Skipped nodes and ephemeral models take a worker for a moment and no seat. All
                # parents are done, so whether it is to be skipped is known by now.
                is_free = node.is_ephemeral_model or node_id in self.steered_task._skipped_children
                self.steered_ready.add(
                    node_id,
                    # Larger remaining path first; ties as stock dbt breaks them.
                    (-self.steered_plan.priority(node_id), level, node_id),
                    None if is_free else self.steered_plan.pools.get(node_id),
                    not is_free and is_microbatch(node),
                )

        def hand_out(self, node_id: str) -> Any:
            """Marks the node as running, as stock ``get`` does. The caller holds the lock."""
            node = self.manifest.expect(node_id)
            if hasattr(self, "in_progress_microbatch"):
                self._mark_in_progress(node_id, is_microbatch=is_microbatch(node))
            else:
                # dbt-core before 1.11.3 does not count microbatch models.
                self._mark_in_progress(node_id)
            return node

    return SteeredQueue
