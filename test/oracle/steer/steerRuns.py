"""Times stock and steered runs of random graphs of sleeping models, and of a contended database.

    python steerRuns.py --oracle FOLDER --cli dist/cli.js --out FILE.json --graphs 3 --seed 1

Every graph is run stock, steered (from the first run's history) and stock again, so that the noise
of stock runs is known. One graph in three has hints, heeded as seats. compareSteered.ts judges.
"""

import argparse
import json
import os
import pathlib
import random
import shutil
import signal
import sys
import tempfile

from dbtRuns import Postgres, Runner, first_difference

WIDTHS = [4, 8, 2, 16, 3, 6]
HEAVY, LIGHT, SEATS = 8, 24, 2


def write_project(folder, seed, socket):
    """12 to 45 models with few parents and times of very different lengths; returns their names."""
    pick = random.Random(seed)
    names = [f"m{pick.randrange(10000):04d}_{i}" for i in range(pick.choice([12, 20, 30, 45]))]
    (folder / "models").mkdir(parents=True)
    for i, name in enumerate(names):
        parents = pick.sample(names[:i], min(i, pick.choice([0, 1, 1, 2, 3])))
        refs = "".join(f"\n-- depends_on: {{{{ ref('{parent}') }}}}" for parent in parents)
        kind = pick.choices(["table", "view", "ephemeral"], [8, 1, 1])[0]
        slept = round(min(2.5, pick.lognormvariate(-1.2, 0.9)), 3)
        sleep = f", pg_sleep({slept})::text as slept" if kind == "table" else ""
        (folder / "models" / f"{name}.sql").write_text(
            f"{{{{ config(materialized='{kind}') }}}}{refs}\nselect 1 as id{sleep}\n")
    (folder / "dbt_project.yml").write_text(json.dumps(
        {"name": "p", "version": "1.0", "profile": "p", "model-paths": ["models"]}))
    output = {"type": "postgres", "host": str(socket), "user": "heddle", "password": "", "port": 5432,
              "dbname": "postgres", "schema": "s", "threads": 1}
    (folder / "profiles.yml").write_text(json.dumps({"p": {"target": "t", "outputs": {"t": output}}}))
    return names


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
    return {"code": outcome.code, "steered": outcome.was_steered,
            "spans": {node: list(span) for node, span in spans.items()}}


def time_graph(base, oracle, cli, socket, seed, at):
    folder = base / f"project{seed}"
    names = write_project(folder, seed, socket)
    hinted = hint_some(folder, names, seed) if at % 3 == 2 else []
    threads = WIDTHS[at % len(WIDTHS)]
    runner = Runner(oracle, cli, folder)
    words = runner.words("run", "--threads", str(threads))
    before = runner.run(words)
    history = base / f"history{seed}.json"
    shutil.copy(folder / "target" / "run_results.json", history)
    options = ["--hints", "seats"] if hinted else []
    steered = runner.run(words, steered=True, history=history, options=options)
    after = runner.run(words)
    return {
        "name": f"graph {seed}, {len(names)} models, {threads} threads"
                + (f", {len(hinted)} with {SEATS} seats" if hinted else ""),
        "threads": threads, "seats": SEATS if hinted else None,
        "hinted": [f"model.p.{name}" for name in hinted],
        "edges": after.edges(), "runs": [record(one) for one in (before, steered, after)],
        "difference": first_difference(before.artifacts(), steered.artifacts()),
        "said": steered.err.strip().splitlines()[:2],
    }


def time_contention(base, oracle, cli, socket):
    """CPU-heavy models among waiting ones: seats against every thread count of stock dbt."""
    folder = base / "contended"
    write_project(folder, 1, socket)
    shutil.rmtree(folder / "models")
    (folder / "models").mkdir()
    heavy = "select sum(sqrt(i::float8)) as id from generate_series(1, 4000000) as t(i)"
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
    words = runner.words("run", "--threads", "8")
    steered = runner.run(words, steered=True, history=history, options=["--hints", "seats"])
    return {"load": load, "stock": found, "steered": record(steered)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--oracle", required=True)
    parser.add_argument("--cli", required=True)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--graphs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    # Whoever ends this script must not leave its server behind.
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: sys.exit(1))
    base = pathlib.Path(tempfile.mkdtemp(prefix="heddle-steer-"))
    base.chmod(0o755)
    try:
        with Postgres(base / "pg") as server:
            graphs = []
            for at in range(options.graphs):
                graphs.append(time_graph(base, options.oracle, options.cli, server.folder,
                                         options.seed + at, at))
                print(graphs[-1]["name"], file=sys.stderr, flush=True)
            contended = time_contention(base, options.oracle, options.cli, server.folder)
    finally:
        shutil.rmtree(base, ignore_errors=True)
    options.out.write_text(json.dumps({"graphs": graphs, "contended": contended}))


if __name__ == "__main__":
    main()
