"""What a killed run leaves behind, steered and stock, on a private Postgres.

    python steerKills.py --oracle FOLDER --cli dist/cli.js [--kills 6] [--seed 1] [--no-orphan]

Everything is killed at a random moment by SIGKILL; then relations, leftovers and artifacts are
looked at, and dbt must be able to run again as if nothing had been. Once the starter alone is
killed, which dbt has to notice. Prints a line per check and ends with `N passed, N failed`.
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
import time

import psycopg2
from dbtRuns import Outcome, Postgres, Runner
from steerChecks import Checks

MODELS = 24
#: Time in which an orphaned dbt has to end; a model takes at most 0.4 s.
PATIENCE_S = 60


def write_files(folder, socket, pick):
    (folder / "models").mkdir(parents=True)
    for i in range(MODELS):
        parents = pick.sample(range(i), min(i, pick.choice([0, 1, 2])))
        refs = "".join(f"-- depends_on: {{{{ ref('m{p:02d}') }}}}\n" for p in parents)
        (folder / "models" / f"m{i:02d}.sql").write_text(
            "{{ config(materialized='table') }}\n" + refs
            + f"select 1 as id, pg_sleep({pick.uniform(0.05, 0.4):.3f})::text as slept\n")
    (folder / "dbt_project.yml").write_text(json.dumps(
        {"name": "p", "version": "1.0", "profile": "p", "model-paths": ["models"]}))
    output = {"type": "postgres", "host": str(socket), "user": "heddle", "password": "", "port": 5432,
              "dbname": "postgres", "schema": "s", "threads": 4}
    (folder / "profiles.yml").write_text(json.dumps({"p": {"target": "t", "outputs": {"t": output}}}))


class Database:
    def __init__(self, socket):
        self.socket = str(socket)

    def ask(self, query):
        with psycopg2.connect(host=self.socket, user="heddle", dbname="postgres") as connection:
            with connection.cursor() as cursor:
                cursor.execute(query)
                return [row[0] for row in cursor.fetchall()]

    def empty(self):
        with psycopg2.connect(host=self.socket, user="heddle", dbname="postgres") as connection:
            with connection.cursor() as cursor:
                cursor.execute("drop schema if exists s cascade")

    def wait_until_idle(self):
        """A killed client's statement goes on until the server notices."""
        mine = ("select count(*) from pg_stat_activity where datname = 'postgres'"
                " and pid <> pg_backend_pid() and backend_type = 'client backend'")
        until = time.monotonic() + PATIENCE_S
        while self.ask(mine)[0] > 0:
            if time.monotonic() > until:
                return False
            time.sleep(0.1)
        return True

    def relations(self):
        return set(self.ask("select relname from pg_class c join pg_namespace n on n.oid = relnamespace"
                            " where nspname = 's' and relkind in ('r', 'v')"))


def start(runner, steered, words):
    """In a group of its own, so that all of it can be killed."""
    shutil.rmtree(runner.project / "target", ignore_errors=True)
    return runner.start(words, steered, group=True)


def events_until(process, count):
    """Names of models started and finished until `count` have finished; fewer where it ended."""
    started, finished = set(), set()
    for line in process.stdout:
        event = json.loads(line) if line.startswith("{") else {"info": {"name": ""}}
        node = event.get("data", {}).get("node_info", {}).get("unique_id", "").split(".")[-1]
        if event["info"]["name"] == "NodeStart":
            started.add(node)
        if event["info"]["name"] == "NodeFinished":
            finished.add(node)
            if len(finished) >= count:
                break
    return started, finished


def check_kill(checks, runner, database, steered, count):
    name = f"{'steered' if steered else 'stock'}, killed after {count} of {MODELS} models"
    database.empty()
    process = start(runner, steered, runner.words("run"))
    started, finished = events_until(process, count)
    os.killpg(process.pid, signal.SIGKILL)
    rest, _ = process.communicate(timeout=PATIENCE_S)
    # What was written before the kill and not yet read has happened as well.
    for line in rest.splitlines():
        if '"NodeStart"' in line:
            started.add(json.loads(line)["data"]["node_info"]["unique_id"].split(".")[-1])
    checks.check(f"{name}: the database is left alone", database.wait_until_idle())
    found = database.relations()
    checks.check(f"{name}: what finished is there", finished <= found, finished - found)
    checks.check(f"{name}: nothing else is", found <= started, found - started)
    left = sorted(path.name for path in runner.project.iterdir())
    known = ["dbt_project.yml", "logs", "models", "profiles.yml", "target"]
    checks.check(f"{name}: no files beside dbt's own", set(left) <= set(known), left)
    results = (runner.project / "target" / "run_results.json").exists()
    checks.check(f"{name}: no results are claimed", not results)
    again = runner.run(runner.words("run"))
    passed = sorted(set(again.statuses().values()))
    checks.check(f"{name}: stock dbt runs again", again.code == 0 and passed == ["success"], passed)


def check_orphan(checks, runner, database, count):
    name = f"starter killed after {count} of {MODELS} models"
    database.empty()
    process = start(runner, True, runner.words("run", "--threads", "2"))
    events_until(process, count)
    os.kill(process.pid, signal.SIGKILL)
    out, err = process.communicate(timeout=PATIENCE_S)
    outcome = Outcome(process.returncode, out, err, runner.project / "target")
    ran = len(outcome.statuses())
    checks.check(f"{name}: dbt stopped early, as by Ctrl-C", 0 < ran < MODELS, f"{ran} results")
    checks.check(f"{name}: the database is left alone", database.wait_until_idle())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--oracle", required=True)
    parser.add_argument("--cli", required=True)
    parser.add_argument("--kills", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-orphan", action="store_true", help="kill no starter alone")
    options = parser.parse_args()
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: sys.exit(1))
    pick = random.Random(options.seed)
    base = pathlib.Path(tempfile.mkdtemp(prefix="heddle-kills-"))
    base.chmod(0o755)
    checks = Checks()
    try:
        with Postgres(base / "pg") as server:
            project = base / "project"
            write_files(project, server.folder, pick)
            runner, database = Runner(options.oracle, options.cli, project), Database(server.folder)
            for at in range(options.kills):
                check_kill(checks, runner, database, at % 3 != 2, pick.randrange(1, MODELS - 4))
            if not options.no_orphan:
                check_orphan(checks, runner, database, pick.randrange(1, MODELS // 2))
    finally:
        shutil.rmtree(base, ignore_errors=True)
    print(f"{checks.passed} passed, {checks.failed} failed")
    sys.exit(1 if checks.failed else 0)


if __name__ == "__main__":
    main()
