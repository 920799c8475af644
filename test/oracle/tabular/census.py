"""Counts what tabular models hold, in another way than Heddle does, and compares.

    python census.py --cli dist/cli.js [--fix] FOLDER…

Every ``.bim`` file below a folder is read by ``json``; every TMDL folder line by line, by
indentation and the first word of a line. Compared with ``heddle models --json``: tables,
relationships, partitions by source, columns by kind. Then no file may have a syntax problem in
``heddle check --json``. With --fix all fixes are applied to a copy, which must count the same, have
no syntax problem and no further fix. Prints a line per model and ends with ``N passed, N failed``.
"""

import argparse
import collections
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SOURCES = {"query", "calculated", "none", "m", "entity", "policyrange", "calculationgroup", "inferred"}


def census_bim(path):
    text = path.read_bytes().decode("utf-8-sig")
    root = json.loads(text)
    for command in ("createOrReplace", "create"):
        if command in root:
            root = root[command]["database"]
    model = root["model"]
    count = collections.Counter()
    count["relationships"] = len(model.get("relationships", []))
    for table in model.get("tables", []):
        count["tables"] += 1
        partitions = table.get("partitions", [])
        for partition in partitions:
            count["partition " + partition.get("source", {}).get("type", "query").lower()] += 1
        calculated = any(p.get("source", {}).get("type") == "calculated" for p in partitions)
        for column in table.get("columns", []):
            kind = column.get("type", "data")
            if kind == "data" and calculated:
                kind = "calculatedTableColumn"
            count["column " + kind] += 1
    return count


def depth_of(line):
    """Tabs, or four spaces, before the first sign."""
    space = line[: len(line) - len(line.lstrip())]
    return len(space.replace("    ", "\t"))


def census_tmdl(folder):
    count = collections.Counter()
    tables = {}
    for path in sorted(folder.rglob("*.tmdl")):
        parts = {part.lower() for part in path.relative_to(folder).parts[:-1]}
        if parts & {"cultures", "perspectives", "tmdlscripts"}:
            continue
        table = base = fence = hidden = None
        for line in path.read_bytes().decode("utf-8-sig").splitlines():
            if fence is not None:
                if "```" in line:
                    fence = None
                continue
            if line.strip() == "":
                continue
            depth, word = depth_of(line), line.split()[0]
            if hidden is not None:
                # Lines of an expression or description are deeper than what they belong to.
                if depth > hidden:
                    continue
                hidden = None
            if line.rstrip().endswith("```") and line.count("```") == 1:
                fence = True
            if word in ("table", "relationship") and re.match(r"\s*\w+\s+\S", line):
                if word == "relationship":
                    count["relationships"] += 1
                    continue
                name = re.match(r"\s*table\s+('(?:[^']|'')*'|[^\s=]+)", line).group(1)
                table, base = tables.setdefault(name.lower(), collections.Counter()), depth
                continue
            if table is None or base is None or depth != base + 1:
                if re.search(r"=\s*$", line) and depth != (base or 0) + 1:
                    hidden = depth
                continue
            if word == "column":
                kind = "calculated" if re.match(r"\s*column\s+('(?:[^']|'')*'|[^\s=]+)\s*=", line) else "data"
                table["column " + kind] += 1
            elif word == "partition":
                found = re.search(r"=\s*(\w+)\s*$", line)
                table["partition " + (found.group(1).lower() if found else "query")] += 1
            elif word == "calculationGroup":
                table["group"] += 1
            if re.match(r"\s*(measure|function|expression)\b.*=\s*$", line):
                # The expression is two deeper, the properties one.
                hidden = depth + 1
    for table in tables.values():
        table.pop("group", None)
        if table["partition calculated"] > 0:
            table["column calculatedTableColumn"] += table.pop("column data", 0)
        count["tables"] += 1
        count.update(table)
    return +count


def census_heddle(cli, path):
    done = subprocess.run(["node", cli, "models", str(path), "--json"], capture_output=True, text=True)
    if done.returncode == 2:
        return None, done.stderr.strip()
    answer = json.loads(done.stdout)
    models = [model for one in (answer if isinstance(answer, list) else [answer]) for model in one["models"]]
    if len(models) != 1:
        return None, f"{len(models)} models"
    [model] = models
    count = collections.Counter(relationships=model["relationships"])
    for table in model["tables"]:
        count["tables"] += 1
        for partition in table["partitions"]:
            count["partition " + partition["source"].lower()] += 1
        for column in table["columns"]:
            count["column " + column["kind"]] += 1
    return +count, ""


def problems_of(cli, path):
    """Problems of one model, or one text that says why there are none to be had."""
    done = subprocess.run(["node", cli, "check", path.name, "--json"], capture_output=True, text=True,
                          cwd=path.parent)
    if done.returncode == 2:
        return [], [done.stderr.strip()]
    answers = json.loads(done.stdout)
    answers = answers if isinstance(answers, list) else [answers]
    problems = [problem for one in answers for problem in one["problems"]]
    return problems, [f"{p['file']}:{p['range']['start']['line'] + 1} {p['message']}"
                      for p in problems if p["severity"] == "error"]


def apply_fixes(problems, folder):
    """Applies every first fix, files read as UTF-16 as editors count; how many edits were made."""
    edits = collections.defaultdict(list)
    for problem in problems:
        for edit in problem["fixes"][0]["edits"] if problem["fixes"] else []:
            edits[edit["file"]].append(edit)
    for file, changes in edits.items():
        path = folder / file
        lines = path.read_bytes().decode("utf-8").split("\n")
        starts = [0]
        for line in lines:
            starts.append(starts[-1] + len((line + "\n").encode("utf-16-le")) // 2)
        text = "\n".join(lines).encode("utf-16-le")
        place = lambda at: 2 * (starts[at["line"]] + at["character"])  # noqa: E731
        for edit in sorted(changes, key=lambda one: place(one["range"]["start"]), reverse=True):
            start, end = place(edit["range"]["start"]), place(edit["range"]["end"])
            text = text[:start] + edit["newText"].encode("utf-16-le") + text[end:]
        path.write_bytes(text.decode("utf-16-le").encode("utf-8"))
    return sum(map(len, edits.values()))


def check_fixes(cli, path, problems, expected):
    """Whether a copy with all fixes is the same model and clean; edits made, and what is wrong."""
    with tempfile.TemporaryDirectory() as base:
        copy = pathlib.Path(base) / path.name
        shutil.copy(path, copy) if path.is_file() else shutil.copytree(path, copy)
        edits = apply_fixes(problems, copy.parent)
        if edits == 0:
            return 0, []
        found, error = census_heddle(cli, copy)
        left, errors = problems_of(cli, copy)
        wrong = errors + ([error or f"counts differ: {found}"] if found != expected else [])
        wrong += [f"{p['code']} has a fix left" for p in left if p["fixes"]]
        if path.is_file():
            census_bim(copy)
        return edits, wrong


def models_below(folder):
    yield from sorted(folder.rglob("*.bim"))
    yield from sorted({path.parent for name in ("model.tmdl", "database.tmdl") for path in folder.rglob(name)})


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cli", required=True)
    parser.add_argument("--fix", action="store_true")
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    # Heddle is run beside each model.
    options.cli = str(pathlib.Path(options.cli).resolve())
    passed = failed = 0
    totals = collections.Counter()
    for folder in options.folders:
        for path in models_below(folder):
            expected = +(census_bim(path) if path.is_file() else census_tmdl(path))
            found, error = census_heddle(options.cli, path)
            advice, problems = ([], [error]) if found is None else problems_of(options.cli, path)
            if options.fix and not problems:
                edits, problems = check_fixes(options.cli, path, advice, expected)
                totals["edits"] += edits
            if found == expected and not problems:
                passed += 1
                totals.update(expected)
                print(f"ok   {path.relative_to(folder)}: {expected['tables']} tables", flush=True)
                continue
            failed += 1
            different = {key: (expected[key], (found or {}).get(key, 0)) for key in expected | (found or {})
                         if expected[key] != (found or {}).get(key, 0)}
            print(f"FAIL {path.relative_to(folder)}: {different} {problems[:3]}", flush=True)
    print(", ".join(f"{key} {value}" for key, value in sorted(totals.items())))
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
