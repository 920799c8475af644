"""Seats where memory is what is scarce: a real Postgres in a control group that holds two heavy models
and not three.

    python memorySeats.py --oracle FOLDER --cli dist/cli.js [--stock 1,2,3,4,8,16] [--seats 8,16]

Eight models sort beside 24 that wait. Stock dbt runs out of memory where more than two sort at once:
the kernel kills a backend, Postgres restarts, models fail. With `heddle run --hints seats` all
threads work and no more than two sort. Needs root and memory control groups (version 1 or 2);
without them it says so and checks nothing. Ends with `N passed, N failed`.
"""

import argparse
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from dbtRuns import Runner, makespan
from memoryGroup import Groups
from steerChecks import Checks

HEAVY, LIGHT, SEATS = 8, 24, 2
#: Rows that a heavy model sorts in memory, about 130 MB, and seconds that a light one waits.
ROWS, WAIT_S = 1_000_000, 0.8
WORK_MEM = "400MB"
#: The limit in heavy models, beside what the server takes with nothing to do.
ROOM = 2.5
#: What a backend with nothing to do takes, with the thread count for which there has to be room.
IDLE_BACKEND, MOST_THREADS = 4 << 20, 16
LEAST_GAIN = 0.25


class Server:
    """A Postgres whose processes live in a control group, reached by a socket in its folder."""

    def __init__(self, folder, enter):
        self.folder, self.enter = folder, enter

    def command(self, *words):
        # Of all processes in the group the kernel shall kill a backend, as on a real server.
        owned = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *words]
        environment = {**os.environ, "PG_OOM_ADJUST_FILE": "/proc/self/oom_score_adj",
                       "PG_OOM_ADJUST_VALUE": "500"}
        subprocess.run(owned, check=True, cwd=self.folder, stdout=subprocess.DEVNULL,
                       env=environment, preexec_fn=self.enter)

    def start(self):
        self.folder.mkdir(mode=0o755)
        shutil.chown(self.folder, "postgres", "postgres")
        data = str(self.folder / "data")
        self.command("initdb", "-D", data, "-U", "heddle", "-A", "trust", "--locale=C")
        options = (f"-k {self.folder} -c listen_addresses='' -c fsync=off -c max_connections=60"
                   " -c shared_buffers=16MB -c jit=off -c max_parallel_workers_per_gather=0"
                   " -c autovacuum=off")
        self.command("pg_ctl", "-D", data, "-l", str(self.folder / "log"), "-o", options, "-w", "start")

    def wait_until_ready(self):
        until = time.monotonic() + 60
        while subprocess.run(["pg_isready", "-q", "-h", str(self.folder), "-U", "heddle", "-d", "postgres"],
                             check=False).returncode:
            if time.monotonic() > until:
                sys.exit("memorySeats: Postgres did not come back within a minute")
            time.sleep(0.1)


def write_files(folder, socket):
    (folder / "models").mkdir(parents=True)
    heavy = ("{{ config(materialized='table', pre_hook=\"set work_mem = '" + WORK_MEM + "'\","
             f" meta={{'heddle': {{'threads': {SEATS}}}}}) }}}}\n"
             "select max(k) as id from (select md5(i::text) as k"
             f" from generate_series(1, {ROWS}) as t(i) order by k offset 0) as sorted")
    for i in range(HEAVY):
        (folder / "models" / f"h{i}.sql").write_text(heavy)
    for i in range(LIGHT):
        (folder / "models" / f"w{i:02d}.sql").write_text(
            "{{ config(materialized='table') }}\n" + f"select 1 as id, pg_sleep({WAIT_S})::text as slept")
    (folder / "dbt_project.yml").write_text(json.dumps(
        {"name": "p", "version": "1.0", "profile": "p", "model-paths": ["models"]}))
    output = {"type": "postgres", "host": str(socket), "user": "heddle", "password": "", "port": 5432,
              "dbname": "postgres", "schema": "s", "threads": 1}
    (folder / "profiles.yml").write_text(json.dumps({"p": {"target": "t", "outputs": {"t": output}}}))


class Attempt:
    """One run within the limit: whether all models succeeded, and what it took."""

    def __init__(self, runner, server, group, threads, steered):
        server.wait_until_ready()
        before = group.kills()
        options = ["--hints", "seats"] if steered else []
        outcome = runner.run(runner.words("run", "--threads", str(threads)), steered, options=options)
        statuses = list(outcome.statuses().values())
        self.threads = threads
        self.succeeded = statuses.count("success")
        self.passed = outcome.code == 0 and self.succeeded == HEAVY + LIGHT
        self.kills = group.kills() - before
        self.was_steered = outcome.was_steered
        self.seconds = makespan(outcome.spans()) / 1000
        self.wall = outcome.seconds
        print("     " + ("heddle run --hints seats" if steered else "stock dbt") + f", {self}", flush=True)

    def __str__(self):
        state = "passed" if self.passed else f"{HEAVY + LIGHT - self.succeeded} models failed"
        return (f"{self.threads} threads: {state}, {self.kills} killed for memory,"
                f" {self.seconds:.1f} s ({self.wall:.1f} s from start to exit)")


def measure(runner, server, group):
    """Bytes of the server with nothing to do, and what one heavy model adds."""
    server.wait_until_ready()
    idle = group.forget_peak()
    outcome = runner.run(runner.words("run", "--threads", "1", "--select", "h0"))
    if outcome.code != 0:
        sys.exit("memorySeats: a heavy model fails by itself:\n" + outcome.out[-2000:])
    return idle, group.peak() - idle


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--oracle", required=True)
    parser.add_argument("--cli", required=True)
    parser.add_argument("--stock", default="1,2,3,4,8,16")
    parser.add_argument("--seats", default="8,16")
    options = parser.parse_args()
    base = pathlib.Path(tempfile.mkdtemp(prefix="heddle-memory-"))
    base.chmod(0o755)
    # Whatever becomes of this script, the groups with all their processes end, and the folder goes.
    groups = Groups.create(base)
    if isinstance(groups, str):
        shutil.rmtree(base)
        print(f"skipped: {groups}; nothing was checked")
        print("0 passed, 0 failed")
        return
    for name in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(name, lambda *_: sys.exit(1))
    checks = Checks()
    try:
        groups.clients.enter()
        server = Server(base / "pg", groups.server.enter)
        server.start()
        write_files(base / "project", server.folder)
        runner = Runner(options.oracle, options.cli, base / "project")
        idle, heavy = measure(runner, server, groups.server)
        limit = int(idle + ROOM * heavy + MOST_THREADS * IDLE_BACKEND)
        groups.server.limit(limit)
        print(f"     a heavy model takes {heavy >> 20} MB, the server {idle >> 20} MB;"
              f" the limit is {limit >> 20} MB", flush=True)
        stock = [Attempt(runner, server, groups.server, int(one), False) for one in options.stock.split(",")]
        seats = [Attempt(runner, server, groups.server, int(one), True) for one in options.seats.split(",")]
        judge(checks, stock, seats)
    finally:
        groups.end()
    print(f"{checks.passed} passed, {checks.failed} failed")
    sys.exit(1 if checks.failed else 0)


def judge(checks, stock, seats):
    for one in stock:
        if one.threads <= SEATS:
            checks.check(f"stock dbt passes at {one.threads} threads", one.passed, one)
        elif one.threads >= 2 * SEATS:
            checks.check(f"stock dbt runs out of memory at {one.threads} threads",
                         not one.passed and one.kills > 0, one)
    passing = [one for one in stock if one.passed]
    best = min((one.seconds for one in passing), default=0)
    for one in seats:
        name = f"seats at {one.threads} threads"
        checks.check(f"{name}: steered, all models pass, nothing is killed",
                     one.was_steered and one.passed and one.kills == 0, one)
        change = one.seconds / best - 1 if best else 0
        checks.check(f"{name}: {change:+.0%} beside the best stock run that passes",
                     change <= -LEAST_GAIN, one)


if __name__ == "__main__":
    main()
