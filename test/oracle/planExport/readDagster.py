"""Loads Dagster definitions from a file, runs their job, and prints the models by step as JSON."""

import json
import pathlib
import runpy
import sys

from dagster import DagsterInstance

defs = runpy.run_path(sys.argv[1])["defs"]
job = defs.get_repository_def().get_all_jobs()
name = next(one.name for one in job if one.name.startswith("dbt_"))
definitions = defs.get_job_def(name) if hasattr(defs, "get_job_def") else defs.resolve_job_def(name)
with DagsterInstance.ephemeral() as instance:
    result = definitions.execute_in_process(instance=instance, raise_on_error=False)
if not result.success:
    sys.exit(f"the job failed: {[event for event in result.all_events if event.is_failure]}")
steps = {}
for event in result.all_events:
    if event.is_step_materialization:
        steps.setdefault(event.step_key, set()).add(event.asset_key.path[-1])
print(json.dumps([sorted(steps[step]) for step in sorted(steps)], separators=(",", ":")))
