"""Reads an Airflow DAG from a file, as a worker does, and prints the models by task group."""

import json
import os
import runpy
import sys
import tempfile

os.environ["AIRFLOW_HOME"] = tempfile.mkdtemp(prefix="heddle-airflow-")
os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "False"
# Its cache wants the database of a running Airflow.
os.environ["AIRFLOW__COSMOS__ENABLE_CACHE"] = "False"

from airflow import DAG

[dag] = [value for value in runpy.run_path(sys.argv[1]).values() if isinstance(value, DAG)]
for check in ("validate", "check_cycle"):
    if hasattr(dag, check):
        getattr(dag, check)()
groups = {}
for task in dag.tasks:
    group, model = task.task_id.split(".", 1)
    if task.pool == "default_pool":
        sys.exit(f"{task.task_id} has no pool of its own")
    groups.setdefault(group, []).append((model.split(".")[0].removesuffix("_run"), task))
names = sorted(groups)
for before, after in zip(names, names[1:]):
    for _, task in groups[after]:
        if not any(one in task.get_flat_relative_ids(upstream=True) for one in
                   {earlier.task_id for _, earlier in groups[before]}):
            sys.exit(f"{task.task_id} does not wait for {before}")
models = [sorted({model for model, _ in groups[name]}) for name in names]
print(json.dumps(models, separators=(",", ":")))
