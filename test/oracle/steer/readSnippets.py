"""The Python snippets of docs/run.md, read by the programs they are for: `python readSnippets.py`.

    python readSnippets.py --airflow PYTHON --dagster PYTHON

Airflow (with Cosmos) must find one task that starts the steered program with the plan; Dagster runs
its assets with real dbt on DuckDB, and the wrapper must say that it steered. What is not given is not
checked. Ends with `N passed, N failed`.
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from steerChecks import Checks

ROOT = pathlib.Path(__file__).resolve().parents[3]
AIRFLOW = """
import os, runpy, sys, tempfile
os.environ["AIRFLOW_HOME"] = tempfile.mkdtemp(prefix="heddle-airflow-")
os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "False"
os.environ["AIRFLOW__COSMOS__ENABLE_CACHE"] = "False"
from airflow import DAG
[dag] = [value for value in runpy.run_path(sys.argv[1]).values() if isinstance(value, DAG)]
[task] = dag.tasks
print(task.task_id, task.dbt_executable_path, task.env["HEDDLE_PLAN_FILE"].endswith("plan.json"),
      task.append_env, task.invocation_mode.value, " ".join(task.base_cmd))
"""
DAGSTER = """
import runpy, sys
from dagster import DagsterInstance, materialize
defs = runpy.run_path(sys.argv[1])["defs"]
assets = list(defs.assets)
with DagsterInstance.ephemeral() as instance:
    result = materialize(assets, instance=instance, resources=defs.resources)
print("models:", sorted(event.asset_key.path[-1] for event in result.all_events if event.is_step_materialization))
"""


def snippets():
    text = (ROOT / "docs" / "run.md").read_text()
    return re.findall(r"^```python\n(.*?)^```$", text, re.M | re.S)


def write_files(folder):
    (folder / "models").mkdir(parents=True)
    (folder / "models" / "a.sql").write_text("{{ config(materialized='table') }} select 1 as id\n")
    (folder / "models" / "b.sql").write_text("select * from {{ ref('a') }}\n")
    (folder / "dbt_project.yml").write_text(json.dumps({"name": "shop", "version": "1.0", "profile": "shop"}))
    output = {"type": "duckdb", "path": str(folder / "db.duckdb"), "threads": 2}
    (folder / "profiles.yml").write_text(json.dumps({"shop": {"target": "prod", "outputs": {"prod": output}}}))
    (folder / "plan.json").write_text(json.dumps(
        {"schema": "heddle.order/1", "priorities": {"model.shop.a": 2, "model.shop.b": 1}}))


def read(base, python, reader, snippet):
    """What a reader prints of a snippet, in an environment that has `dbt-steered`."""
    (base / "snippet.py").write_text(snippet)
    (base / "reader.py").write_text(reader)
    bin_folder = base / "bin"
    bin_folder.mkdir(exist_ok=True)
    program = bin_folder / "dbt-steered"
    program.write_text(f"#!/bin/sh\nPYTHONPATH={ROOT / 'python'} exec {python} -c "
                       "'import sys; from heddle_steer.command import dbt_steered; sys.exit(dbt_steered())' \"$@\"\n")
    program.chmod(0o755)
    project = base / "project"
    path = os.pathsep.join([str(bin_folder), str(pathlib.Path(python).parent), os.environ["PATH"]])
    done = subprocess.run(
        [python, str(base / "reader.py"), str(base / "snippet.py")], cwd=project, capture_output=True,
        text=True, check=False, timeout=600,
        env={**os.environ, "PATH": path, "DBT_PROJECT_DIR": str(project), "DAGSTER_IS_DEV_CLI": "1",
             "DO_NOT_TRACK": "1", "HEDDLE_PLAN_FILE": str(project / "plan.json"), "PYTHONDONTWRITEBYTECODE": "1"})
    return done.stdout, done.stderr


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--airflow")
    parser.add_argument("--dagster")
    options = parser.parse_args()
    checks = Checks()
    airflow, dagster = snippets()
    with tempfile.TemporaryDirectory(prefix="heddle-snippets-") as name:
        base = pathlib.Path(name)
        write_files(base / "project")
        if options.airflow:
            out, err = read(base, os.path.abspath(options.airflow), AIRFLOW, airflow)
            checks.check("Airflow finds one task, which starts the steered program with the plan",
                         out.strip().splitlines()[-1:] == ["build dbt-steered True True subprocess build"], (out, err[-2000:]))
        if options.dagster:
            out, err = read(base, os.path.abspath(options.dagster), DAGSTER, dagster)
            checks.check("Dagster runs both models by it", "models: ['a', 'b']" in out, (out[-500:], err[-2000:]))
            checks.check("in the order of the plan", "heddle_steer: steering 2 nodes" in out + err, (out[-500:], err[-2000:]))
    print(f"{checks.passed} passed, {checks.failed} failed")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())
