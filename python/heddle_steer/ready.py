"""The nodes that could start now, the most urgent first, within seats. Knows nothing of dbt."""

from __future__ import annotations

import heapq
from typing import AbstractSet, Dict, List, Mapping, Optional, Tuple

#: Smaller comes first; ends in the node's id, so no two are equal.
Rank = Tuple[float, int, str]
#: Nodes of one kind need the same: a seat of a pool or none, and a place for microbatch models.
Kind = Tuple[Optional[str], bool]


class Ready:
    """One heap per kind of node, so that a choice costs O(kinds + log n) for n ready nodes."""

    def __init__(self, seats: Mapping[str, int], microbatch_places: int) -> None:
        self.seats = seats
        self.microbatch_places = microbatch_places
        self.heaps: Dict[Kind, List[Tuple[Rank, str]]] = {}
        #: Nodes taken that hold a seat or a place, until they are found to have ended.
        self.holders: Dict[str, Kind] = {}

    def add(self, node_id: str, rank: Rank, pool: Optional[str], is_microbatch: bool) -> None:
        """Lets a node be taken. O(log n)."""
        heapq.heappush(self.heaps.setdefault((pool, is_microbatch), []), (rank, node_id))

    def take(self, running: AbstractSet[str]) -> Optional[str]:
        """The most urgent node for which there is room beside those running; None if there is none."""
        for node_id in [holder for holder in self.holders if holder not in running]:
            del self.holders[node_id]
        taken: Dict[Optional[str], int] = {}
        microbatches = 0
        for pool, is_microbatch in self.holders.values():
            taken[pool] = taken.get(pool, 0) + 1
            microbatches += is_microbatch
        best: Optional[Kind] = None
        for kind, heap in self.heaps.items():
            pool, is_microbatch = kind
            if not heap or (is_microbatch and microbatches >= self.microbatch_places):
                continue
            if pool is not None and taken.get(pool, 0) >= self.seats[pool]:
                continue
            if best is None or heap[0] < self.heaps[best][0]:
                best = kind
        if best is None:
            return None
        _, node_id = heapq.heappop(self.heaps[best])
        if best != (None, False):
            self.holders[node_id] = best
        return node_id
