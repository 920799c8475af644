"""Reads an Airflow DAG from a file as its scheduler would, and prints the models by task group."""

import json
import os
import sys
import tempfile

os.environ["AIRFLOW_HOME"] = tempfile.mkdtemp(prefix="heddle-airflow-")
os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "False"
os.environ["AIRFLOW__CORE__UNIT_TEST_MODE"] = "True"

import pathlib
import runpy

from airflow import DAG

dags = [value for value in runpy.run_path(sys.argv[1]).values() if isinstance(value, DAG)]
found = dags
if not found:
    from airflow.models.dagbag import DagBag

    bag = DagBag(pathlib.Path(sys.argv[1]).parent, include_examples=False)
    if bag.import_errors:
        sys.exit(str(bag.import_errors))
    found = list(bag.dags.values())
[dag] = found
groups = {}
for task in dag.tasks:
    group, model = task.task_id.split(".", 1)
    if task.pool == "default_pool":
        sys.exit(f"{task.task_id} has no pool of its own")
    groups.setdefault(group, set()).add(model.split(".")[0].removesuffix("_run"))
print(json.dumps([sorted(groups[group]) for group in sorted(groups)], separators=(",", ":")))
