"""How long the rest of a run takes, by running it through on paper. Knows no dbt and no clock."""

from __future__ import annotations

import heapq
from typing import Callable, Dict, List, Mapping, Optional, Sequence, Tuple

#: Of a node that runs longer than predicted, this share of its time so far is expected to be left.
OVERRUN_SHARE = 0.15
#: Nodes beyond this number are not run through one by one: dbt needs the processor more.
MOST_NODES = 2_000
#: Once, at the start of a run, there is time for more.
MOST_STRETCHES = 20_000


class Rest:
    """What is left of a run: nodes that wait, with the parents they wait for."""

    def __init__(
        self,
        workers: int,
        seconds_of: Callable[[str], float],
        priority_of: Callable[[str], float],
        pools: Mapping[str, str],
        seats: Mapping[str, int],
    ) -> None:
        self.workers = workers
        self.seconds_of = seconds_of
        self.priority_of = priority_of
        self.pools = pools
        self.seats = seats

    def left_of(self, node_id: str, elapsed: float) -> float:
        """Seconds that a running node has left."""
        return max(self.seconds_of(node_id) - elapsed, OVERRUN_SHARE * elapsed)

    def seconds(
        self,
        running: Sequence[Tuple[str, float]],
        parents: Mapping[str, Sequence[str]],
    ) -> float:
        """Seconds to the end. ``parents`` has every waiting node with its unfinished parents.

        O(n log n) up to ``MOST_NODES`` waiting nodes; beyond, the larger of two lower bounds.
        """
        if len(parents) > MOST_NODES:
            return self._bound(running, parents)
        return self._simulate(running, parents)

    def stretches(self, parents: Mapping[str, Sequence[str]]) -> List[Tuple[str, float, float]]:
        """Start and end of every node in seconds, in the order of starts, when nothing runs yet.

        O(n log n); nothing beyond ``MOST_STRETCHES`` nodes.
        """
        found: List[Tuple[str, float, float]] = []
        if len(parents) <= MOST_STRETCHES:
            self._simulate([], parents, found)
        return found

    def _bound(
        self, running: Sequence[Tuple[str, float]], parents: Mapping[str, Sequence[str]]
    ) -> float:
        left = [self.left_of(node_id, elapsed) for node_id, elapsed in running]
        work = sum(left) + sum(self.seconds_of(node_id) for node_id in parents)
        # A priority is the longest remaining path, the node's own time included.
        longest = max((self.priority_of(node_id) for node_id in parents), default=0) / 1000
        return max([work / self.workers, longest, *left])

    def _simulate(
        self,
        running: Sequence[Tuple[str, float]],
        parents: Mapping[str, Sequence[str]],
        started: Optional[List[Tuple[str, float, float]]] = None,
    ) -> float:
        children: Dict[str, List[str]] = {}
        open_parents = {}
        for node_id, waits_for in parents.items():
            open_parents[node_id] = len(waits_for)
            for parent in waits_for:
                children.setdefault(parent, []).append(node_id)
        ends = [(self.left_of(node_id, elapsed), node_id) for node_id, elapsed in running]
        heapq.heapify(ends)
        taken: Dict[str, int] = {}
        for node_id, _ in running:
            self._seat(node_id, taken, 1)
        #: By pool, so that a full one is passed over as a whole.
        ready: Dict[Optional[str], List[Tuple[float, str]]] = {}

        def add(node_id: str) -> None:
            heap = ready.setdefault(self.pools.get(node_id), [])
            heapq.heappush(heap, (-self.priority_of(node_id), node_id))

        for node_id, count in open_parents.items():
            if count == 0:
                add(node_id)
        now = 0.0
        while True:
            while len(ends) < self.workers:
                free = [pool for pool, heap in ready.items() if heap and self._has_seat(pool, taken)]
                if not free:
                    break
                _, node_id = heapq.heappop(ready[min(free, key=lambda pool: ready[pool][0])])
                self._seat(node_id, taken, 1)
                end = now + self.seconds_of(node_id)
                heapq.heappush(ends, (end, node_id))
                if started is not None:
                    started.append((node_id, now, end))
            if not ends:
                return now
            now, done = heapq.heappop(ends)
            self._seat(done, taken, -1)
            for child in children.get(done, ()):
                open_parents[child] -= 1
                if open_parents[child] == 0:
                    add(child)

    def _has_seat(self, pool: Optional[str], taken: Mapping[str, int]) -> bool:
        return pool is None or taken.get(pool, 0) < self.seats[pool]

    def _seat(self, node_id: str, taken: Dict[str, int], change: int) -> None:
        pool = self.pools.get(node_id)
        if pool is not None:
            taken[pool] = taken.get(pool, 0) + change
