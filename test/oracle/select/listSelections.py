"""Answers selections with real dbt: one process, one parse, `dbt ls` for each case.

    python listSelections.py PROJECT PROFILES CASES.json ANSWERS.json MANIFEST.json

A case is {"arguments": [...]}, an answer a sorted list of unique_ids or null where dbt refuses.
"""
import contextlib
import io
import json
import os
import sys

from dbt.cli.main import dbtRunner


def main() -> None:
    project, profiles, cases_file, answers_file, manifest_file = sys.argv[1:6]
    os.chdir(project)
    base = ["--quiet", "--no-send-anonymous-usage-stats"]
    where = ["--project-dir", ".", "--profiles-dir", profiles]
    parsed = dbtRunner().invoke([*base, "parse", *where])
    if not parsed.success:
        raise SystemExit(f"dbt cannot parse {project}: {parsed.exception}")
    runner = dbtRunner(manifest=parsed.result)
    with open(cases_file, encoding="utf8") as source:
        cases = json.load(source)
    answers = []
    for case in cases:
        arguments = [*base, "ls", *where, "--output", "json", "--output-keys", "unique_id"]
        with contextlib.redirect_stdout(io.StringIO()):
            result = runner.invoke([*arguments, *case["arguments"]])
        if result.exception is not None or not result.success:
            answers.append(None)
        else:
            answers.append(sorted(json.loads(line)["unique_id"] for line in result.result or []))
    with open(answers_file, "w", encoding="utf8") as target:
        json.dump(answers, target)
    with open(os.path.join("target", "manifest.json"), encoding="utf8") as source:
        text = source.read()
    with open(manifest_file, "w", encoding="utf8") as target:
        target.write(text)


if __name__ == "__main__":
    main()
