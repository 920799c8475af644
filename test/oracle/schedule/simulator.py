"""An independent simulator for differential tests.

Written from the published meaning of `heddle simulate` alone, with plain lists and no regard to
speed. Reads cases as JSON on stdin, one per line, and prints one result per line.

A case: {"workload": ..., "threads": T, "hints": ..., "policy": ...} and, where tasks slow each
other down, "capacity": C and/or "contention": {"alpha": a, "beta": b}; also "overheadMs": ms added
to each task that takes any time, "singleThreaded": true, "reserve": percent of the threads kept free
and "whatIf": {id: ms}
A result: {"makespan": ms, "order": [ids in start order], "start": {id: ms}, "end": {id: ms},
           "thread": {id: n}, "blockedBy": {id: id or null}, "peak": n}
"""

import json
import sys


def levels(tasks):
    depth = {}

    def of(task_id):
        if task_id not in depth:
            parents = tasks[task_id]["dependsOn"]
            depth[task_id] = max((of(p) + 1 for p in parents), default=0)
        return depth[task_id]

    for task_id in tasks:
        of(task_id)
    return depth


def remaining(tasks, children):
    longest = {}

    def of(task_id):
        if task_id not in longest:
            below = max((of(c) for c in children[task_id]), default=0)
            longest[task_id] = tasks[task_id]["durationMs"] + below
        return longest[task_id]

    for task_id in tasks:
        of(task_id)
    return longest


class Run:
    def __init__(self, case):
        workload = case["workload"]
        self.tasks = {task["id"]: task for task in workload["tasks"]}
        self.pools = workload.get("capacity", {}).get("pools", {})
        for task_id, duration in case.get("whatIf", {}).items():
            self.tasks[task_id] = {**self.tasks[task_id], "durationMs": duration}
        added = case.get("overheadMs", 0)
        for task_id, task in self.tasks.items():
            if added and task["durationMs"] > 0:
                self.tasks[task_id] = {**task, "durationMs": task["durationMs"] + added}
        percent = case.get("reserve", 0)
        self.threads = max(1, case["threads"] * (100 - percent) // 100)
        self.is_single = case.get("singleThreaded", False)
        if self.is_single:
            self.threads = 1
        self.hints = case["hints"]
        self.policy = case["policy"]
        self.children = {task_id: [] for task_id in self.tasks}
        for task in self.tasks.values():
            for parent in set(task["dependsOn"]):
                self.children[parent].append(task["id"])
        self.level = levels(self.tasks)
        self.path = remaining(self.tasks, self.children)
        self.left = {i: len(set(t["dependsOn"])) for i, t in self.tasks.items()}
        self.line = []      # ready tasks in order of entry
        self.running = []   # (end, start number, id); without slowing down
        self.capacity = case.get("capacity")
        self.contention = case.get("contention")
        self.work = {}      # id -> work left, where tasks slow each other down
        self.held = {}      # id -> thread numbers
        self.started = []
        self.start = {}
        self.end = {}
        self.thread = {}
        self.blocked_by = {}
        self.peak = 0

    def by_level_and_id(self, ids):
        return sorted(ids, key=lambda i: (self.level[i], i))

    def takes_thread(self, task_id):
        return not self.tasks[task_id].get("noSlot", False)

    def hint(self, task_id):
        return self.tasks[task_id].get("threads")

    def width(self, task_id):
        if not self.takes_thread(task_id):
            return 0
        if self.hints == "slots":
            return min(self.hint(task_id) or 1, self.threads)
        return 1

    def fits(self, task_id):
        pool = self.tasks[task_id].get("pool")
        if pool is not None and pool in self.pools:
            users = [r for r in self.running if self.tasks[r[2]].get("pool") == pool]
            if len(users) >= self.pools[pool]:
                return False
        if not self.takes_thread(task_id):
            return True
        busy = [r[2] for r in self.running if self.takes_thread(r[2])]
        if self.hints == "slots":
            return sum(self.width(i) for i in busy) + self.width(task_id) <= self.threads
        if len(busy) >= self.threads:
            return False
        own = self.hint(task_id)
        if self.hints == "seats" and own is not None:
            return sum(1 for i in busy if self.hint(i) == own) < own
        if self.hints == "exclusive":
            limits = [self.hint(i) for i in busy + [task_id] if self.hint(i) is not None]
            return len(busy) + 1 <= min([self.threads] + limits)
        return True

    def in_order(self):
        if self.is_single and self.policy == "dbt-core":
            return self.by_level_and_id(self.line)
        if self.policy == "longest-path":
            return sorted(self.line, key=lambda i: (-self.path[i], self.level[i], i))
        return list(self.line)

    def start_what_fits(self, now, cause):
        is_first_kept = self.hints in ("exclusive", "slots")
        while True:
            chosen = None
            is_blocked = False
            for task_id in self.in_order():
                if self.takes_thread(task_id) and is_blocked:
                    continue
                if self.fits(task_id):
                    chosen = task_id
                    break
                if is_first_kept and self.takes_thread(task_id):
                    is_blocked = True
            if chosen is None:
                return
            self.begin(chosen, now, cause)

    def begin(self, task_id, now, cause):
        self.line.remove(task_id)
        taken = {n for numbers in self.held.values() for n in numbers}
        numbers = []
        candidate = 0
        while len(numbers) < self.width(task_id):
            if candidate not in taken:
                numbers.append(candidate)
            candidate += 1
        self.held[task_id] = numbers
        self.thread[task_id] = numbers[0] if numbers else -1
        self.start[task_id] = now
        self.end[task_id] = now + self.tasks[task_id]["durationMs"]
        self.blocked_by[task_id] = cause
        self.work[task_id] = self.tasks[task_id]["durationMs"]
        self.running.append((self.end[task_id], len(self.started), task_id))
        self.started.append(task_id)
        self.peak = max(self.peak, sum(len(n) for n in self.held.values()))

    def speed(self, task_id):
        """How fast a running task gets on; tasks without a thread neither slow nor are slowed."""
        if not self.takes_thread(task_id):
            return 1
        n = sum(1 for r in self.running if self.takes_thread(r[2]))
        speed = 1
        if self.capacity is not None:
            speed = min(speed, self.capacity / n)
        if self.contention is not None:
            a, b = self.contention["alpha"], self.contention["beta"]
            speed = min(speed, 1 / (1 + a * (n - 1) + b * n * (n - 1)))
        return speed

    def next_end(self, now):
        if self.capacity is None and self.contention is None:
            first = min(self.running)
            return first, first[0]
        first = min(self.running, key=lambda r: (self.work[r[2]] / self.speed(r[2]), r[1]))
        step = self.work[first[2]] / self.speed(first[2])
        passed = {r[2]: step * self.speed(r[2]) for r in self.running}
        for task_id, work in passed.items():
            self.work[task_id] = max(0, self.work[task_id] - work)
        return first, now + step

    def run(self):
        self.line = self.by_level_and_id(i for i, n in self.left.items() if n == 0)
        self.start_what_fits(0, None)
        now = 0
        while self.running:
            first, now = self.next_end(now)
            self.running.remove(first)
            ended = first[2]
            self.end[ended] = now
            del self.held[ended]
            ready = []
            for child in self.children[ended]:
                self.left[child] -= 1
                if self.left[child] == 0:
                    ready.append(child)
            self.line.extend(self.by_level_and_id(ready))
            self.start_what_fits(now, ended)
        return {
            "makespan": now,
            "order": self.started,
            "start": self.start,
            "end": self.end,
            "thread": self.thread,
            "blockedBy": self.blocked_by,
            "peak": self.peak,
        }


if __name__ == "__main__":
    sys.setrecursionlimit(100000)
    for line in sys.stdin:
        if line.strip():
            print(json.dumps(Run(json.loads(line)).run()))
