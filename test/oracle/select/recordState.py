"""Records what `dbt ls --select state:…` answers after a few edits of the zoo project.

    python recordState.py test/data/dbt-select/zoo test/data/dbt-select/state.json
"""
import json
import os
import shutil
import sys
import tempfile

from dbt.cli.main import dbtRunner

STATES = (
    "new old modified unmodified modified.body modified.configs modified.relation "
    "modified.macros modified.contract modified.persisted_descriptions"
).split()
FIELDS = (
    "resource_type name package_name original_file_path patch_path fqn tags config raw_code version "
    "latest_version access source_name schema database alias identifier description"
).split()
SECTIONS = "nodes sources exposures metrics semantic_models saved_queries unit_tests functions".split()


def edit(path: str, old: str, new: str) -> None:
    with open(path, encoding="utf8") as source:
        text = source.read()
    assert old in text, (path, old)
    with open(path, "w", encoding="utf8") as target:
        target.write(text.replace(old, new))


def write(path: str, text: str) -> None:
    with open(path, "w", encoding="utf8") as target:
        target.write(text)


def change() -> None:
    edit("models/raw/raw_orders.sql", "1 as v", "2 as v")
    edit("models/core/items.sql", "select", "{{ config(materialized='view') }} select")
    edit("models/core/order_items.sql", "meta={'tier': 1}", "meta={'tier': 9}, alias='oi'")
    edit("macros/m.sql", "< 1", "< 2")
    edit("dbt_project.yml", "+tags: [raw, hourly]", "+tags: [raw]")
    edit("models/raw/sources.yml", "{name: unused}", "{name: unused}, {name: added}")
    edit("models/raw/sources.yml", "schema: ev", "schema: ev2")
    write("models/core/brand_new.sql", "select 1 as n")
    os.remove("tests/alone.sql")
    os.rename("models/raw/deep/clean_clicks.sql", "models/raw/clean_clicks.sql")


def trimmed() -> dict:
    with open("target/manifest.json", encoding="utf8") as source:
        manifest = json.load(source)
    result = {
        "metadata": {
            key: manifest["metadata"][key] for key in ("dbt_schema_version", "project_name")
        },
        "macros": {
            key: {"macro_sql": macro["macro_sql"], "depends_on": macro["depends_on"]}
            for key, macro in manifest["macros"].items()
            if macro["package_name"] in ("zoo", "pkg")
        },
    }
    for section in SECTIONS:
        result[section] = {
            key: {field: node[field] for field in (*FIELDS, "depends_on") if field in node}
            for key, node in manifest.get(section, {}).items()
        }
    return result


def main() -> None:
    project, answer_file = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    base = ["--quiet", "--no-send-anonymous-usage-stats"]
    where = ["--profiles-dir", "profiles"]
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(project, f"{folder}/project")
        os.chdir(f"{folder}/project")
        assert dbtRunner().invoke([*base, "parse", *where]).success
        before = trimmed()
        shutil.copytree("target", f"{folder}/state")
        change()
        answers = {}
        for state in STATES:
            result = dbtRunner().invoke(
                [*base, "ls", *where, "--output", "json", "--output-keys", "unique_id"]
                + ["--select", f"state:{state}", "--state", f"{folder}/state"]
                + ["--indirect-selection", "empty"]
            )
            assert result.success, result.exception
            answers[state] = sorted(json.loads(line)["unique_id"] for line in result.result)
        now = trimmed()
        os.chdir("/")
    with open(answer_file, "w", encoding="utf8") as target:
        json.dump({"before": before, "now": now, "answers": answers}, target, indent=0)
        target.write("\n")


if __name__ == "__main__":
    main()
