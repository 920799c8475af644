"""Manifests of many projects, by one dbt-core.

Reads one folder per line from standard input, parses the project there (its own profiles.yml) and
answers with one JSON line: `{"folder", "manifest", "said"}`, `manifest` the path of the file or
null where dbt refuses. Every project is parsed in a process forked after the imports and after one
parse, so that what dbt keeps per process is there already and nothing leaks from one to the next.
The first line of the answer is `{"version"}`.
"""
import io
import json
import os
import shutil
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout

from dbt.cli.main import dbtRunner  # slow: before the forks
from dbt.version import __version__
from dbt_common.clients.jinja import MacroFuzzEnvironment
import dbt.adapters.duckdb  # noqa: F401

from forkedAnswer import forked_answer

SECONDS = 600


def remember_syntax(environment):
    """Keeps the syntax trees of templates: most of them are dbt's own macros, the same each time."""
    parse_text = environment._parse
    known = {}

    def parse_once(self, source, name, filename):
        key = (type(self), tuple(sorted(self.extensions)), source)
        if key not in known:
            known[key] = parse_text(self, source, name, filename)
        return known[key]

    environment._parse = parse_once


remember_syntax(MacroFuzzEnvironment)

PROFILE = "warm: {target: dev, outputs: {dev: {type: duckdb, path: ':memory:', schema: main}}}\n"


def parse(folder):
    target = os.path.join(folder, "target")
    os.chdir(folder)
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        result = dbtRunner().invoke(
            ["--no-send-anonymous-usage-stats", "--no-use-colors", "--log-path", os.path.join(folder, "logs"),
             "parse", "--no-partial-parse", "--project-dir", folder, "--profiles-dir", folder,
             "--target-path", target])
    path = os.path.join(target, "manifest.json")
    if result.success and os.path.exists(path):
        return {"folder": folder, "manifest": path, "said": ""}
    said = str(result.exception) if result.exception is not None else out.getvalue()[-2000:]
    return {"folder": folder, "manifest": None, "said": said}


def in_child(folder):
    refused = {"folder": folder, "manifest": None}
    answer = forked_answer(lambda: parse(folder), lambda error: {**refused, "said": repr(error)}, SECONDS)
    return answer or {**refused, "said": "no answer in time"}


warm = tempfile.mkdtemp(prefix="heddle-warm-")
for name, text in (("dbt_project.yml", "name: warm\nversion: '1.0.0'\nprofile: warm\n"), ("profiles.yml", PROFILE)):
    with open(os.path.join(warm, name), "w", encoding="utf-8") as file:
        file.write(text)
parse(warm)
os.chdir("/")
shutil.rmtree(warm)
print(json.dumps({"version": __version__}), flush=True)
for line in sys.stdin:
    print(json.dumps(in_child(line.strip())), flush=True)
