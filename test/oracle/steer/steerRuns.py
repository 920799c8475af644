"""Times stock and steered runs of random graphs of sleeping models, of a shop's graph with its times
scaled down, and of a contended database.

    python steerRuns.py --oracle FOLDER --cli dist/cli.js --out FILE.json --graphs 3 --seed 1

Every graph is run stock three times, so that the noise of stock runs is known, and between these
steered: from the first run's history, from a stale one, from none. What then looks slower than stock
is run twice more, each time beside another stock run: a single time is no evidence. One graph in
three has hints, heeded as seats. Every other graph has ten models for each thread, as projects have;
the rest are small and mostly as long as their critical path. compareSteered.ts judges.
"""

import argparse
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile

from dbtRuns import Postgres, Runner, first_difference, makespan

WIDTHS = [4, 8, 2, 16, 3, 6]
HEAVY, LIGHT, SEATS = 8, 24, 2
#: Models for each thread in every other graph.
MODELS_PER_THREAD = 10
#: A steered run this much slower than the slowest stock run is looked at again.
SUSPICION = 1.02
#: Spread of a stale history: each duration times exp of a normal number with this deviation.
STALE_SIGMA = 0.6
#: What all sleeping models of the shop take together, in seconds.
SHOP_WORK = 60


def write_models(folder, models, socket):
    """A project of models, each (name, parents, materialisation, seconds that it sleeps)."""
    (folder / "models").mkdir(parents=True)
    for name, parents, kind, slept in models:
        refs = "".join(f"\n-- depends_on: {{{{ ref('{parent}') }}}}" for parent in parents)
        sleep = f", pg_sleep({slept})::text as slept" if kind == "table" else ""
        (folder / "models" / f"{name}.sql").write_text(
            f"{{{{ config(materialized='{kind}') }}}}{refs}\nselect 1 as id{sleep}\n")
    (folder / "dbt_project.yml").write_text(json.dumps(
        {"name": "p", "version": "1.0", "profile": "p", "model-paths": ["models"]}))
    output = {"type": "postgres", "host": str(socket), "user": "heddle", "password": "", "port": 5432,
              "dbname": "postgres", "schema": "s", "threads": 1}
    (folder / "profiles.yml").write_text(json.dumps({"p": {"target": "t", "outputs": {"t": output}}}))


def random_models(seed, at_least):
    """`at_least` models, or 12 to 45, with few parents and times of very different lengths."""
    pick = random.Random(seed)
    count = max(at_least, pick.choice([12, 20, 30, 45]))
    names = [f"m{pick.randrange(10000):04d}_{i}" for i in range(count)]
    models = []
    for i, name in enumerate(names):
        parents = pick.sample(names[:i], min(i, pick.choice([0, 1, 1, 2, 3])))
        kind = pick.choices(["table", "view", "ephemeral"], [8, 1, 1])[0]
        models.append((name, parents, kind, round(min(2.5, pick.lognormvariate(-1.2, 0.9)), 3)))
    return models


def shop_models(cli, shop):
    """The models of a real project's graph with its durations, scaled down."""
    simulated = json.loads(subprocess.run(
        ["node", str(cli), "simulate", str(shop), "--json"],
        check=True, capture_output=True, text=True).stdout)
    listed = json.loads(subprocess.run(
        ["node", str(cli), "models", str(shop), "--json"],
        check=True, capture_output=True, text=True).stdout)["models"]
    took = {task["id"]: task["endMs"] - task["startMs"] for task in simulated["tasks"]}
    here = {m["uniqueId"]: m for m in listed if m["resourceType"] == "model" and m["config"]["enabled"]}
    scale = SHOP_WORK / sum(took.get(one, 0) for one in here)
    return [(m["name"], [here[p]["name"] for p in m["dependsOn"] if p in here],
             "table" if took.get(one, 0) > 0 else "ephemeral", round(took.get(one, 0) * scale, 3))
            for one, m in here.items()]


def hint_some(folder, names, seed):
    """Gives a third of the models a hint of 2 seats; returns their names."""
    pick = random.Random(seed * 7 + 1)
    chosen = sorted(name for name in names if pick.random() < 0.33)
    for name in chosen:
        file = folder / "models" / f"{name}.sql"
        file.write_text(file.read_text().replace(
            "config(", f"config(meta={{'heddle': {{'threads': {SEATS}}}}}, ", 1))
    return chosen


def record(outcome):
    spans = outcome.spans()
    return {"code": outcome.code, "steered": outcome.was_steered, "wall": outcome.seconds * 1000,
            "spans": {node: list(span) for node, span in spans.items()}}


def stale(history, seed):
    """A copy of a history whose durations are those of other days."""
    pick = random.Random(seed)
    results = json.loads(history.read_text())
    for result in results["results"]:
        factor = pick.lognormvariate(0, STALE_SIGMA)
        result["execution_time"] *= factor
        # Without its parts the whole counts.
        result["timing"] = []
    copy = history.with_name(f"stale-{history.name}")
    copy.write_text(json.dumps(results))
    return copy


def time_graph(base, oracle, cli, socket, models, seed, threads, has_hints=False, label="graph"):
    folder = base / f"project{seed}"
    write_models(folder, models, socket)
    hinted = hint_some(folder, [name for name, *_ in models], seed) if has_hints else []
    runner = Runner(oracle, cli, folder)
    words = runner.words("run", "--threads", str(threads))
    options = ["--hints", "seats"] if hinted else []

    def steer(history):
        return runner.run(words, steered=True, history=history, options=options)

    before = runner.run(words)
    history = base / f"history{seed}.json"
    shutil.copy(folder / "target" / "run_results.json", history)
    # The folder of artifacts is emptied before each run: nothing else could be learned from.
    histories = {"fresh": history, "stale": stale(history, seed), "none": None}
    steered = {name: [steer(histories[name])] for name in ("fresh", "stale")}
    stock = [before, runner.run(words)]
    steered["none"] = [steer(None)]
    after = runner.run(words)
    stock.append(after)
    if not hinted:
        slowest = max(makespan(one.spans()) for one in stock)
        for name, runs in steered.items():
            if makespan(runs[0].spans()) > slowest * SUSPICION:
                for _ in range(2):
                    runs.append(steer(histories[name]))
                    stock.append(runner.run(words))
    return {
        "name": f"{label} {seed}, {len(models)} models, {threads} threads"
                + (f", {len(hinted)} with {SEATS} seats" if hinted else ""),
        "threads": threads, "seats": SEATS if hinted else None,
        # An ephemeral model runs nowhere and takes no seat.
        "hinted": [f"model.p.{name}" for name, _, kind, _ in models
                   if name in hinted and kind != "ephemeral"],
        "edges": after.edges(), "stock": [record(one) for one in stock],
        "steered": {name: [record(one) for one in runs] for name, runs in steered.items()},
        "difference": first_difference(before.artifacts(), steered["fresh"][0].artifacts()),
        "said": steered["fresh"][0].err.strip().splitlines()[:2],
    }


def time_contention(base, oracle, cli, socket):
    """CPU-heavy models among waiting ones: seats against every thread count of stock dbt."""
    folder = base / "contended"
    write_models(folder, [], socket)
    heavy = "select sum(sqrt(i::float8)) as id from generate_series(1, 2000000) as t(i)"
    for i in range(HEAVY):
        (folder / "models" / f"h{i}.sql").write_text(
            "{{ config(materialized='table', meta={'heddle': {'threads': 2}}) }}\n" + heavy)
    for i in range(LIGHT):
        (folder / "models" / f"w{i:02d}.sql").write_text(
            "{{ config(materialized='table') }}\nselect 1 as id, pg_sleep(0.8)::text")
    runner = Runner(oracle, cli, folder)
    load = os.getloadavg()[0] / os.cpu_count()
    found = {}
    for threads in (8, 2, 4, 16):
        outcome = runner.run(runner.words("run", "--threads", str(threads)))
        found[str(threads)] = record(outcome)
    history = base / "contended.json"
    shutil.copy(folder / "target" / "run_results.json", history)
    steered = {}
    for threads in (8, 16):
        words = runner.words("run", "--threads", str(threads))
        outcome = runner.run(words, steered=True, history=history, options=["--hints", "seats"])
        steered[str(threads)] = record(outcome)
    return {"load": load, "stock": found, "steered": steered}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--oracle", required=True)
    parser.add_argument("--cli", required=True)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--graphs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shop", type=pathlib.Path)
    options = parser.parse_args()
    # Whoever ends this script must not leave its server behind.
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: sys.exit(1))
    base = pathlib.Path(tempfile.mkdtemp(prefix="heddle-steer-"))
    base.chmod(0o755)
    graphs, contended = [], None
    try:
        with Postgres(base / "pg") as server:
            for at in range(options.graphs):
                seed, threads = options.seed + at, WIDTHS[at // 2 % len(WIDTHS)]
                models = random_models(seed, MODELS_PER_THREAD * threads if at % 2 else 0)
                graphs.append(time_graph(base, options.oracle, options.cli, server.folder,
                                         models, seed, threads, has_hints=at % 3 == 2,
                                         label="wide graph" if at % 2 else "graph"))
                print(graphs[-1]["name"], file=sys.stderr, flush=True)
            if options.shop is not None:
                models = shop_models(options.cli, options.shop)
                for threads in (4, 8):
                    graphs.append(time_graph(base, options.oracle, options.cli, server.folder,
                                             models, threads, threads, label="shop"))
                    print(graphs[-1]["name"], file=sys.stderr, flush=True)
            contended = time_contention(base, options.oracle, options.cli, server.folder)
    finally:
        # Half an hour of runs is worth keeping even where the rest was called off.
        options.out.write_text(json.dumps({"graphs": graphs, "contended": contended}))
        shutil.rmtree(base, ignore_errors=True)


if __name__ == "__main__":
    main()
