"""Runs dbt on one project, as it is and steered by `heddle run`, and says what came of it.

Shared by steerRuns.py (how long) and steerCases.py (whether the same). The private
Postgres and the meaning of the log are recordRun.py's.
"""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time
from datetime import datetime

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "schedule"))
from recordRun import Postgres  # noqa: E402,F401

#: What differs between any two runs.
VOLATILE = {
    "created_at", "generated_at", "invocation_id", "invocation_started_at", "execution_time",
    "timing", "thread_id", "elapsed_time", "run_started_at", "user_id",
}
STEERED_SIGN = "heddle_steer: steering "


class Runner:
    """A dbt, stock or steered, on one project."""

    def __init__(self, oracle, cli, project):
        self.dbt = str(pathlib.Path(oracle) / "bin" / "dbt")
        self.cli = str(cli)
        self.project = pathlib.Path(project)

    def words(self, command, *more):
        place = ["--profiles-dir", str(self.project), "--project-dir", str(self.project)]
        return [command, "--log-format", "json", "--log-level", "debug", *place, *more]

    def start(self, words, steered, options=(), history=None, group=False):
        """Starts dbt, in a process group of its own if wanted; standard output is piped."""
        program = [self.dbt, *words]
        if steered:
            known = [] if history is None else ["--history", str(history)]
            # What is kept of one run would be the history of the next.
            own = ["--dbt", self.dbt, "--no-keep", *known, *options]
            program = ["node", self.cli, "run", *own, "--", *words]
        return subprocess.Popen(
            program, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            # Whoever was started in the background ignores Ctrl-C, and so would its children.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL), text=True, start_new_session=group, env={**os.environ, "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"})

    def run(self, words, steered=False, keep_target=False, **more):
        """Runs dbt to its end in an empty target folder."""
        target = self.project / "target"
        if not keep_target:
            shutil.rmtree(target, ignore_errors=True)
        began = time.monotonic()
        process = self.start(words, steered, **more)
        try:
            out, err = process.communicate(timeout=300)
        except subprocess.TimeoutExpired:
            # Whoever hangs must not go on beside what is timed next.
            process.kill()
            raise
        return Outcome(process.returncode, out, err, target, time.monotonic() - began)

    def interrupt(self, words, steered, after, **more):
        """Runs dbt and sends SIGINT once `after` nodes have finished."""
        target = self.project / "target"
        shutil.rmtree(target, ignore_errors=True)
        process = self.start(words, steered, **more)
        lines, finished = [], 0
        for line in process.stdout:
            lines.append(line)
            if '"NodeFinished"' in line:
                finished += 1
                if finished == after:
                    process.send_signal(signal.SIGINT)
        err = process.stderr.read()
        process.wait(timeout=60)
        return Outcome(process.returncode, "".join(lines), err, target)


class Outcome:
    """What one invocation left behind."""

    def __init__(self, code, out, err, target, seconds=0.0):
        self.code, self.out, self.err = code, out, err
        #: From start to exit, Heddle's own work included.
        self.seconds = seconds
        self.was_steered = STEERED_SIGN in err
        self.events = [json.loads(line) for line in out.splitlines() if line.startswith("{")]
        self.results = read_json(target / "run_results.json")
        self.manifest = read_json(target / "manifest.json")
        self.summary = read_json(target / "graph_summary.json")

    def statuses(self):
        return {r["unique_id"]: r["status"] for r in (self.results or {}).get("results", [])}

    def spans(self):
        """Start and end in ms since the first start, of every node that ran."""
        found = {}
        for event in self.events:
            info = event["info"]
            node = event.get("data", {}).get("node_info", {}).get("unique_id")
            if node and info["name"] in ("NodeStart", "NodeFinished"):
                found.setdefault(node, {})[info["name"]] = moment(info["ts"])
        whole = {n: (s["NodeStart"], s["NodeFinished"]) for n, s in found.items() if len(s) == 2}
        zero = min((start for start, _ in whole.values()), default=0)
        return {n: (start - zero, end - zero) for n, (start, end) in whole.items()}

    def edges(self):
        graph = self.summary["linked"]
        return [[node["name"], graph[str(child)]["name"]]
                for node in graph.values() for child in node.get("succ", [])]

    def artifacts(self):
        """Artifacts without times, identities and the order of results."""
        return calm(self.results), calm(self.manifest)


def calm(value):
    if isinstance(value, dict):
        kept = {k: calm(v) for k, v in value.items() if k not in VOLATILE}
        if "results" in kept and isinstance(kept["results"], list):
            kept["results"] = sorted(kept["results"], key=lambda r: r.get("unique_id", ""))
        return kept
    return [calm(item) for item in value] if isinstance(value, list) else value


def first_difference(left, right, where=""):
    """Where two values differ first, in words; None where they are equal."""
    if isinstance(left, dict) and isinstance(right, dict):
        for key in sorted(set(left) | set(right)):
            if key not in left or key not in right:
                return f"{where}.{key} is only in one"
            found = first_difference(left[key], right[key], f"{where}.{key}")
            if found:
                return found
        return None
    if isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        pairs = enumerate(zip(left, right))
        return next((f for i, (a, b) in pairs if (f := first_difference(a, b, f"{where}[{i}]"))), None)
    return None if left == right else f"{where}: {str(left)[:80]} / {str(right)[:80]}"


def moment(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() * 1000


def read_json(path):
    return json.loads(path.read_text()) if path.exists() else None


def makespan(spans):
    return max((end for _, end in spans.values()), default=0.0)


