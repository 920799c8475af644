"""Whether a steered dbt behaves as stock dbt where things go wrong or are unusual.

    python steerCases.py --oracle FOLDER --cli dist/cli.js [--adapter postgres|duckdb]
                         [--only plain,retry] [--wheel]

Errors and skips, fail-fast, build with tests and a unit test, retry, microbatch, a single thread,
Ctrl-C; with --wheel also the wrapper alone, installed from a wheel. Prints a line per check and
ends with `N passed, N failed`.
"""

import argparse
import contextlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
from importlib.metadata import version

from dbtRuns import Outcome, Postgres, Runner, first_difference
from steerChecks import Checks

ROOT = pathlib.Path(__file__).resolve().parents[3]
PLACEHOLDER = {"name": "p", "version": "1.0", "profile": "p", "model-paths": ["models"],
               "flags": {"require_batched_execution_for_custom_microbatch_strategy": False}}
#: dbt-core 1.8 knows no microbatch models and none of their options.
HAS_BATCHES = not version("dbt-core").startswith("1.8.")


def write_files(folder, output):
    """A diamond with a failing side, a failing test, a unit test and a microbatch model."""
    sleep = ", pg_sleep({})::text as slept" if output["type"] == "postgres" else ""
    table = "{{{{ config(materialized='table') }}}}\n{refs}select 1 as id" + sleep.replace("{}", "{seconds}")

    def model(name, parents=(), seconds=0.1, body=None):
        refs = "".join(f"-- depends_on: {{{{ ref('{p}') }}}}\n" for p in parents)
        text = body or table.format(refs=refs, seconds=seconds)
        (folder / "models" / f"{name}.sql").write_text(text + "\n")

    (folder / "models").mkdir(parents=True)
    model("a_root")
    model("b_long", ["a_root"], 0.6)
    model("c_bad", ["a_root"], body="{{ config(materialized='table') }}\n"
          "select * from {{ ref('a_root') }} where no_such_column = 1")
    model("d_after_bad", ["c_bad"])
    model("e_after_both", ["b_long", "d_after_bad"])
    model("f_view", body="{{ config(materialized='view') }}\nselect 1 as id")
    model("g_ephemeral", body="{{ config(materialized='ephemeral') }}\nselect * from {{ ref('f_view') }}")
    model("h_unit", body="select id + 1 as id from {{ ref('g_ephemeral') }}")
    model("i_after_test", ["f_view"])
    model("j_events", body="{{ config(materialized='table', event_time='at') }}\n"
          "select 1 as id, cast('2024-01-01' as timestamp) as at\n"
          "union all select 2, cast('2024-01-02' as timestamp)")
    if HAS_BATCHES:
        model("k_batches", body="{{ config(materialized='incremental', incremental_strategy='microbatch',"
              " event_time='at', batch_size='day', begin='2024-01-01', unique_key='id',"
              " meta={'heddle': {'threads': 1}}) }}\nselect * from {{ ref('j_events') }}")
    for i in range(12):
        model(f"z{i:02d}", seconds=0.2)
    (folder / "models" / "schema.yml").write_text(json.dumps({
        "version": 2,
        "models": [
            {"name": "f_view", "columns": [{"name": "id", "data_tests": [
                {"accepted_values": {"values": [7]}}]}]},
            {"name": "b_long", "columns": [{"name": "id", "data_tests": ["not_null"]}]}],
        "unit_tests": [{
            "name": "adds_one", "model": "h_unit",
            "given": [{"input": "ref('g_ephemeral')", "rows": [{"id": 4}]}],
            "expect": {"rows": [{"id": 5}]}}]}))
    (folder / "dbt_project.yml").write_text(json.dumps(PLACEHOLDER))
    (folder / "profiles.yml").write_text(
        json.dumps({"p": {"target": "t", "outputs": {"t": output}}}))


def same(checks, what, stock, steered, needs_steering=True):
    """Exit code and every artifact, apart from times, identities and order."""
    checks.check(f"{what}: exit code {stock.code}", stock.code == steered.code, steered.code)
    found = first_difference(stock.artifacts(), steered.artifacts())
    checks.check(f"{what}: {len(stock.statuses())} results, artifacts equal", found is None, found)
    # Stock dbt-duckdb 1.10 itself fails before the first node with --single-threaded.
    if needs_steering and stock.statuses():
        checks.check(f"{what}: was steered", steered.was_steered, steered.err[-300:])


BATCHES = (["--event-time-start", "2024-01-01", "--event-time-end", "2024-01-04"]
           if HAS_BATCHES else [])


def both(runner, command, *more):
    words = runner.words(command, *more)
    return runner.run(words), runner.run(words, steered=True)


def case_plain(checks, runner):
    same(checks, "run with an error", *both(runner, "run", "--threads", "4", *BATCHES))
    same(checks, "build with tests", *both(runner, "build", "--threads", "4", *BATCHES))


def case_one(checks, runner):
    single = ["--threads", "4", "--single-threaded"]
    same(checks, "single-threaded", *both(runner, "run", *single, *BATCHES))
    same(checks, "one thread", *both(runner, "build", "--threads", "1", *BATCHES))
    same(checks, "no nodes", *both(runner, "run", "--select", "tag:none"), needs_steering=False)


def case_retry(checks, runner):
    retried = []
    for steered in (False, True):
        runner.run(runner.words("run", "--threads", "4", "--select", "a_root+", *BATCHES), steered)
        retried.append(runner.run(runner.words("retry"), steered, keep_target=True))
    same(checks, "retry", *retried)


def case_fail_fast(checks, runner):
    check_fail_fast(checks, *both(runner, "run", "--threads", "4", "--fail-fast", *BATCHES))


def case_reserve(checks, runner):
    reserved = runner.run(runner.words("run", "--threads", "4", *BATCHES), True,
                          options=["--hints", "seats", "--reserve", "50"])
    running = most_at_once(reserved.spans())
    checks.check("half reserved: two at once", running == 2, running)


def case_interrupt(checks, runner):
    if not runner.sleeps:
        return
    # Without the failing model: whether it came before the interrupt is a matter of order.
    words = runner.words("run", "--threads", "2", "--exclude", "c_bad+")
    check_interrupt(checks, *[runner.interrupt(words, steered, 3) for steered in (False, True)])


def case_connection(checks, runner):
    """A server that is not there, and one whose backend goes away under a worker."""
    if not runner.sleeps:
        return
    lost = runner.beside("lost", {"host": str(runner.project / "nowhere"), "connect_timeout": 1})
    same(checks, "no connection", *both(lost, "run", "--threads", "4", *BATCHES), needs_steering=False)
    crash = runner.beside("crash", {})
    (crash.project / "models" / "c_bad.sql").write_text(
        "{{ config(materialized='table') }}\nselect pg_terminate_backend(pg_backend_pid()), id"
        " from {{ ref('a_root') }}\n")
    same(checks, "a backend that goes away", *both(crash, "run", "--threads", "4", *BATCHES))
    # What no runner expects: the worker itself ends with an error that dbt has to take up.
    hooks = crash.project / "macros"
    hooks.mkdir()
    (hooks / "crash.sql").write_text(
        "{% macro generate_alias_name(custom_alias_name=none, node=none) %}{{ node.name }}{% endmacro %}\n"
        "{% materialization crashing, default %}{{ return(modules.datetime.no_such_thing()) }}{% endmaterialization %}\n")
    (crash.project / "models" / "c_bad.sql").write_text(
        "{{ config(materialized='crashing') }}\nselect * from {{ ref('a_root') }}\n")
    same(checks, "a worker that crashes", *both(crash, "run", "--threads", "4", *BATCHES))


CASES = {"plain": case_plain, "one": case_one, "retry": case_retry, "fail-fast": case_fail_fast,
         "reserve": case_reserve, "connection": case_connection, "interrupt": case_interrupt}


def check_fail_fast(checks, stock, steered):
    checks.check(f"fail-fast: exit code {stock.code}", stock.code == steered.code, steered.code)
    ids = [sorted(one.statuses()) for one in (stock, steered)]
    checks.check("fail-fast: the same nodes in the results", ids[0] == ids[1], ids)
    bad = steered.statuses().get("model.p.c_bad")
    checks.check("fail-fast: the failing model is told", bad == "error", bad)
    left = [one.statuses().get("model.p.e_after_both") for one in (stock, steered)]
    checks.check("fail-fast: what follows is skipped", left == ["skipped", "skipped"], left)
    checks.check("fail-fast: was steered", steered.was_steered, steered.err[-300:])


def check_interrupt(checks, stock, steered):
    checks.check(f"Ctrl-C: exit code {stock.code}", stock.code == steered.code, steered.code)
    kinds = [sorted(set(one.statuses().values())) for one in (stock, steered)]
    checks.check(f"Ctrl-C: results of {kinds[0]} only", kinds[0] == kinds[1], kinds)
    partial = [0 < len(one.statuses()) < 20 for one in (stock, steered)]
    checks.check("Ctrl-C: part of the run is in the results", all(partial), partial)
    checks.check("Ctrl-C: was steered", steered.was_steered, steered.err[-300:])


def most_at_once(spans):
    moments = sorted([(start, 1) for start, _ in spans.values()] + [(end, -1) for _, end in spans.values()])
    most = now = 0
    for _, change in moments:
        now += change
        most = max(most, now)
    return most


def check_wheel(checks, base, oracle, runner):
    """Builds the wheel, installs it into a fresh environment and runs the wrapper from there."""
    python = pathlib.Path(oracle) / "bin" / "python"
    source = base / "source"
    shutil.copytree(ROOT / "python", source, ignore=shutil.ignore_patterns("__pycache__", "build"))
    run = lambda *words: subprocess.run(words, check=True, capture_output=True, text=True)  # noqa: E731
    run(str(python), "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(base / "wheels"), str(source))
    wheel = next((base / "wheels").glob("heddle_steer-*.whl"))
    run(str(python), "-m", "venv", str(base / "venv"))
    fresh = base / "venv" / "bin" / "python"
    run(str(fresh), "-m", "pip", "install", "-q", "--no-deps", "--no-index", str(wheel))
    # dbt itself is lent by the oracle's environment.
    site = "import sysconfig; print(sysconfig.get_path('purelib'))"
    lent = run(str(python), "-c", site).stdout.strip()
    pathlib.Path(run(str(fresh), "-c", site).stdout.strip(), "lent.pth").write_text(lent + "\n")
    plan = base / "plan.json"
    run("node", runner.cli, "plan", str(runner.project), "--json", "--out", str(plan))
    words = runner.words("run", "--threads", "4", "--select", "z00 z01 f_view")
    done = subprocess.run([str(fresh), "-m", "heddle_steer", str(plan), *words],
                          capture_output=True, text=True, cwd=runner.project, check=False)
    outcome = Outcome(done.returncode, done.stdout, done.stderr, runner.project / "target")
    checks.check(f"{wheel.name} in a fresh environment: exit code 0", done.returncode == 0, done.stderr[-300:])
    checks.check("the installed wrapper steers", outcome.was_steered, done.stderr[-300:])
    check_program(checks, fresh.with_name("dbt-steered"), runner, plan)
    plan.write_text('{"schema": "heddle.plan/1", "seats": {"a": 0}}')
    refused = subprocess.run([str(fresh), "-m", "heddle_steer", str(plan), "run"],
                             capture_output=True, text=True, check=False)
    is_one_line = refused.returncode == 2 and refused.stderr.count("\n") == 1
    checks.check("a bad plan is refused in one line", is_one_line, refused.stderr)


def beside(runner, output, name, changes):
    """The same project under another name, with some of its profile changed."""
    folder = runner.project.with_name(name)
    write_files(folder, {**output, **changes})
    other = Runner(pathlib.Path(runner.dbt).parents[1], runner.cli, folder)
    other.sleeps = runner.sleeps
    return other


def check_program(checks, program, runner, plan):
    """`dbt-steered`, for tools that start what they are told is dbt."""
    order = ["--dry-run", "--format", "order", "--out", str(plan)]
    words = runner.words("run", "--threads", "4", "--select", "z00 z01")
    subprocess.run(["node", runner.cli, "run", *order, "--", *words], check=True, capture_output=True)
    for path, sign in [(str(plan), "heddle_steer: steering 2 nodes"), ("", "names no plan; stock order is used")]:
        done = subprocess.run([str(program), *words], capture_output=True, text=True, check=False,
                              env={**os.environ, "HEDDLE_PLAN_FILE": path})
        checks.check(f"dbt-steered: {sign}", done.returncode == 0 and sign in done.stderr, done.stderr[-300:])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--oracle", required=True)
    parser.add_argument("--cli", required=True)
    parser.add_argument("--adapter", choices=["postgres", "duckdb"], default="postgres")
    parser.add_argument("--only", default=",".join(CASES), help="cases by name")
    parser.add_argument("--wheel", action="store_true")
    options = parser.parse_args()
    # Whoever ends this script must not leave its server behind.
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: sys.exit(1))
    base = pathlib.Path(tempfile.mkdtemp(prefix="heddle-cases-"))
    base.chmod(0o755)
    checks = Checks()
    try:
        is_postgres = options.adapter == "postgres"
        with Postgres(base / "pg") if is_postgres else contextlib.nullcontext() as server:
            project = base / "project"
            output = ({"type": "postgres", "host": str(server.folder), "user": "heddle", "password": "",
                       "port": 5432, "dbname": "postgres", "schema": "s", "threads": 1} if is_postgres
                      else {"type": "duckdb", "path": str(base / "db.duckdb"), "threads": 1})
            write_files(project, output)
            runner = Runner(options.oracle, options.cli, project)
            runner.sleeps = is_postgres
            runner.beside = lambda name, changes: beside(runner, output, name, changes)
            for name in options.only.split(","):
                CASES[name](checks, runner)
            if options.wheel:
                check_wheel(checks, base, options.oracle, runner)
    finally:
        shutil.rmtree(base, ignore_errors=True)
    print(f"{checks.passed} passed, {checks.failed} failed")
    sys.exit(1 if checks.failed else 0)


if __name__ == "__main__":
    main()
