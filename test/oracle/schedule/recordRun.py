"""Records real dbt runs of random graphs of sleeping models, as in test/data/runs.

    python recordRun.py --dbt PATH/TO/dbt --out FOLDER [--seeds 1-4] [--threads 4 | --widths 1,4,8]
                        [--command run] [--shape sleeping|tiny] [--scale 2]
                        [--tries 3]

With --widths every project is run once per thread count, oldest first. A run during which processes
other than dbt used more than 10 % of all processor time is made again, at most --tries times in
all, and the calmest is kept, whatever its times: noise of the machine is told by the machine, never
by a prediction. Starts a private Postgres in a temporary folder (as user `postgres` where started by root), writes a
project per seed, runs dbt on it with JSON logs, and writes what happened: graph, order and times of
the start and finish events, execution times. Without --threads each seed takes its own.
"""

import argparse
import json
import os
import pathlib
import pwd
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

WIDTHS = [1, 2, 3, 4, 8, 12, 16]
CALM = 0.1


class Postgres:
    """A server of its own, reached by a socket in its folder; gone after the `with` block."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.is_root = os.geteuid() == 0

    def command(self, *words):
        prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        subprocess.run([*(prefix if self.is_root else []), *words], check=True,
                       stdout=subprocess.DEVNULL, cwd=self.folder)

    def __enter__(self):
        self.folder.mkdir(parents=True)
        if self.is_root:
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        data = str(self.folder / "data")
        self.command("initdb", "-D", data, "-U", "heddle", "-A", "trust")
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off -c max_connections=60"
        self.command("pg_ctl", "-D", data, "-l", str(self.folder / "log"), "-o", options, "-w", "start")
        return self

    def __exit__(self, *_):
        self.command("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")


def busy_seconds():
    """Seconds that all cores together were busy since the machine started; 0 where unknown."""
    try:
        fields = pathlib.Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    except OSError:
        return 0.0
    user, nice, system, _idle, _wait, *rest = [int(field) for field in fields]
    return (user + nice + system + sum(rest[:3])) / os.sysconf("SC_CLK_TCK")


def own_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def write_project(folder, seed, socket, shape, scale):
    """A project of 12 to 60 models with few parents each; returns seconds slept by model name."""
    pick = random.Random(seed)
    sizes = [40] if shape == "tiny" else [12, 20, 30, 45, 60]
    names = [f"m{pick.randrange(10000):04d}_{i}" for i in range(pick.choice(sizes))]
    slow = pick.choice(["uniform", "bimodal", "log"])
    (folder / "models").mkdir(parents=True)
    sleeps, tested = {}, []
    for i, name in enumerate(names):
        parents = pick.sample(names[:i], min(i, pick.choice([0, 1, 1, 2, 3])))
        seconds = {
            "uniform": lambda: pick.uniform(0.05, 0.5),
            "bimodal": lambda: pick.choice([0.1, 0.1, 0.1, 1.0]),
            "log": lambda: min(2.0, pick.lognormvariate(-1.8, 0.9)),
        }[slow]()
        kind = "view" if shape == "tiny" else pick.choices(["table", "view", "ephemeral"], [8, 1, 1])[0]
        sleeps[name] = round(seconds * scale, 3) if kind == "table" else 0.0
        refs = "".join(f"\n-- depends_on: {{{{ ref('{parent}') }}}}" for parent in parents)
        sleep = f", pg_sleep({sleeps[name]})" if sleeps[name] else ""
        config = f"{{{{ config(materialized='{kind}') }}}}"
        body = f"select 1 as id{sleep}::text" if sleep else "select 1 as id"
        (folder / "models" / f"{name}.sql").write_text(f"{config}{refs}\n{body}\n")
        if kind == "table" and pick.random() < 0.3:
            tested.append(name)
    models = [{"name": name, "columns": [{"name": "id", "data_tests": ["not_null"]}]} for name in tested]
    (folder / "models" / "schema.yml").write_text(json.dumps({"version": 2, "models": models}))
    (folder / "dbt_project.yml").write_text(json.dumps(
        {"name": "p", "version": "1.0", "profile": "p", "model-paths": ["models"]}))
    output = {"type": "postgres", "host": str(socket), "user": "heddle", "password": "", "port": 5432,
              "dbname": "postgres", "schema": "s", "threads": 1}
    (folder / "profiles.yml").write_text(json.dumps({"p": {"target": "t", "outputs": {"t": output}}}))
    return sleeps


def run_dbt(dbt, folder, command, threads):
    words = [dbt, "--log-format", "json", "--log-level", "debug", command, "--threads", str(threads),
             "--profiles-dir", str(folder), "--project-dir", str(folder)]
    started, busy, own = time.time(), busy_seconds(), own_seconds()
    done = subprocess.run(words, capture_output=True, text=True, check=False,
                          env={**os.environ, "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"})
    wall = time.time() - started
    others = (busy_seconds() - busy - (own_seconds() - own)) / (wall * os.cpu_count())
    if done.returncode != 0:
        sys.exit(done.stdout[-2000:] + done.stderr[-2000:])
    events = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return events, wall, max(0.0, others)


def record(folder, sleeps, case, command, threads, events, wall, others):
    target = folder / "target"
    results = json.loads((target / "run_results.json").read_text())
    manifest = json.loads((target / "manifest.json").read_text())
    summary = json.loads((target / "graph_summary.json").read_text())
    graph = summary["with_test_edges" if command == "build" else "linked"]
    starts, ends, threads_of = {}, {}, {}
    for event in events:
        info = event["info"]
        node = event.get("data", {}).get("node_info", {}).get("unique_id")
        if node is None:
            continue
        if info["name"] == "NodeStart":
            starts[node] = info["ts"]
            threads_of[node] = info["thread"]
        elif info["name"] == "NodeFinished":
            ends[node] = info["ts"]
    execution = {result["unique_id"]: result["execution_time"] for result in results["results"]}
    nodes = []
    for node_id in sorted(node["name"] for node in graph.values()):
        node = manifest["nodes"].get(node_id)
        if node is None:
            continue
        is_model = node["resource_type"] == "model"
        nodes.append({
            "id": node_id,
            "kind": node["resource_type"],
            "materialized": node["config"]["materialized"] if is_model else None,
            "executionTime": execution.get(node_id),
            "sleep": sleeps.get(node["name"]) if is_model else None,
        })
    edges = [[node["name"], graph[str(child)]["name"]]
             for node in graph.values() for child in node.get("succ", [])]
    order = sorted((node for node in starts if node in ends), key=lambda node: starts[node])
    return {
        "case": case, "command": command, "threads": threads,
        "dbt": results["metadata"]["dbt_version"], "wall": wall, "elapsed": results["elapsed_time"],
        "others": round(others, 3),
        "nodes": nodes, "edges": sorted(edges), "order": order,
        "start": starts, "thread": threads_of, "end": ends, "rc": 0,
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--dbt", required=True)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--seeds", default="1-4")
    parser.add_argument("--threads", type=int)
    parser.add_argument("--widths")
    parser.add_argument("--command", choices=["run", "build"])
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--tries", type=int, default=1)
    parser.add_argument("--shape", choices=["sleeping", "tiny"], default="sleeping")
    options = parser.parse_args()
    first, _, last = options.seeds.partition("-")
    options.out.mkdir(parents=True, exist_ok=True)
    base = pathlib.Path(tempfile.mkdtemp(prefix="heddle-"))
    base.chmod(0o755)
    # Whoever ends this script must not leave its server behind.
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: sys.exit(1))
    try:
        with Postgres(base / "pg") as server:
            for seed in range(int(first), int(last or first) + 1):
                folder = base / f"project{seed}"
                sleeps = write_project(folder, seed, server.folder, options.shape, options.scale)
                one = options.threads or WIDTHS[seed % len(WIDTHS)]
                widths = [int(w) for w in options.widths.split(",")] if options.widths else [one]
                command = options.command or ("run", "build")[seed % 2]
                for at, threads in enumerate(widths):
                    place = f"-r{at}" if len(widths) > 1 else ""
                    case = f"x_{command}-s{seed}-n{len(sleeps)}{place}-t{threads}"
                    found = None
                    for tried in range(1, options.tries + 1):
                        events, wall, others = run_dbt(options.dbt, folder, command, threads)
                        if found is None or others < found["others"]:
                            found = record(folder, sleeps, case, command, threads, events, wall, others)
                        if others <= CALM:
                            break
                    found["tries"] = tried
                    (options.out / f"{case}.json").write_text(json.dumps(found))
                    print(case, f"{found['elapsed']:.1f} s, others {found['others']:.0%},"
                          f" {tried} tried", flush=True)
    finally:
        shutil.rmtree(base, ignore_errors=True)


if __name__ == "__main__":
    main()
