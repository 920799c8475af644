"""Whether real dbt refuses projects, and in what words.

Reads `{"base": {path: text}, "cases": [{"name", "files": {path: text or null}}]}` from standard
input and prints one JSON line per case: `{"name", "refused", "said"}`. Every case is compiled from
scratch (`dbt compile` parses first) in a process forked after the imports, `--jobs` at a time.
Started with the Python of a dbt-core 1.x environment, or with `--dbt2 PATH` for the Rust engine.
"""
import argparse
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout

from forkedAnswer import forked_answer

SECONDS = 60
parser = argparse.ArgumentParser()
parser.add_argument("--dbt2")
parser.add_argument("--jobs", type=int, default=1)
options = parser.parse_args()
DBT2 = options.dbt2 and os.path.abspath(options.dbt2)


def write_project(folder, files):
    for path, text in files.items():
        if text is None:
            continue
        full = os.path.join(folder, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8", newline="") as file:
            file.write(text)


def arguments(folder, command="compile"):
    return [command, "--project-dir", folder, "--profiles-dir", folder,
            "--target-path", os.path.join(folder, "target")]


def errors_of(lines):
    """The messages of level error in dbt's JSON log."""
    found = []
    for line in lines:
        try:
            info = json.loads(line)["info"]
        except (ValueError, KeyError, TypeError):
            continue
        if info.get("level") == "error" and info.get("msg", "").strip():
            found.append(info["msg"].strip())
    return found


def ask_one(folder, command="compile"):
    """Runs in a forked child: dbt-core in this process."""
    os.chdir(folder)
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        result = dbtRunner().invoke(
            ["--log-format", "json", "--no-send-anonymous-usage-stats", "--no-partial-parse",
             "--log-path", os.path.join(folder, "logs")] + arguments(folder, command))
    said = errors_of(out.getvalue().splitlines())
    if result.exception is not None:
        said.append(str(result.exception))
    for one in getattr(result.result, "results", None) or []:
        if str(one.status) in ("error", "fail", "runtime error"):
            said.append(str(one.message))
    return {"refused": not result.success, "said": said}


def in_child(folder):
    """The answer of a forked child; one that hangs is killed by its alarm and asked once more."""
    for _ in range(2):
        answer = forked_answer(
            lambda: ask_one(folder), lambda error: {"refused": True, "said": [repr(error)]}, SECONDS)
        if answer is not None:
            return answer
    return {"refused": None, "said": ["no answer in time"]}


def with_rust(folder):
    """No answer where a driver for the database would be needed, which this machine cannot fetch."""
    result = subprocess.run([DBT2, *arguments(folder)], cwd=folder, capture_output=True, text=True, timeout=120)
    lines = re.sub(r"\x1b\[[0-9;]*m", "", result.stdout + result.stderr).splitlines()
    said = [line.strip() for line in lines if "[error]" in line]
    refused = result.returncode != 0
    if refused and said and all("DbDriverFailed" in line for line in said):
        return {"refused": None, "said": said}
    return {"refused": refused, "said": said}


def shown(text, folder):
    """Without the paths of this machine."""
    return re.sub(r'[^"\s]*/site-packages/', "", text.replace(folder, "."))


def answer(base, case):
    folder = tempfile.mkdtemp(prefix="heddle-ask-")
    try:
        write_project(folder, {**base, **case["files"]})
        verdict = with_rust(folder) if options.dbt2 else in_child(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    said = [shown(text, folder)[:600] for text in verdict["said"]][:4]
    return {"name": case["name"], "refused": verdict["refused"], "said": said}


def keep_parsed_templates():
    """Jinja's trees of texts parsed from here on are kept; gives what stops adding to them.

    Three quarters of a small project's time go into parsing dbt's own macros once more.
    """
    from jinja2.environment import Environment

    parse, kept, state = Environment.parse, {}, {"open": True}

    def remembered(self, source, name=None, filename=None):
        key = (type(self), source)
        if key in kept:
            return kept[key]
        tree = parse(self, source, name, filename)
        if state["open"]:
            kept[key] = tree
        return tree

    Environment.parse = remembered
    return lambda: state.update(open=False)


if not options.dbt2:
    from dbt.cli.main import dbtRunner  # slow: before the forks
    import dbt.adapters.duckdb  # noqa: F401
data = json.load(sys.stdin)
if not options.dbt2:
    # What dbt keeps per process (validators, templates of its own macros) is made before the forks.
    in_parent = tempfile.mkdtemp(prefix="heddle-ask-")
    write_project(in_parent, data["base"])
    close = keep_parsed_templates()
    # Parsing opens no database: DuckDB's threads would be missing in the children, which then wait
    # for them whenever a project asks the database something.
    ask_one(in_parent, "parse")
    close()
    os.chdir("/")
    shutil.rmtree(in_parent)

shards = []
for index in range(options.jobs):
    # No threads: a lock that another thread holds while a child is forked is never given back.
    shard = os.fork()
    if shard == 0:
        for case in data["cases"][index :: options.jobs]:
            line = json.dumps(answer(data["base"], case)) + "\n"
            os.write(1, line.encode())
        os._exit(0)
    shards.append(shard)
for shard in shards:
    os.waitpid(shard, 0)
