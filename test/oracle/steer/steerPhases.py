"""What `heddle run` makes of dbt 2, which takes no order: `python steerPhases.py --dbt DBT2 --cli dist/cli.js`.

Real dbt 2 says which nodes each phase has: a script stands in for it that lists instead of running,
for this needs no database and no driver. Every node must be in one phase, with the threads that keep
its hint, and failures must end the run as they should. Ends with `N passed, N failed`.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile

from steerChecks import Checks

HEAVY, LIGHT = 8, 8
#: Lists in place of running; notes its words; ends as the n-th line of `codes` says.
STAND_IN = """#!/bin/sh
echo "$@" >> "{base}/words"
[ "$1" = run ] && shift && set -- list --output name --resource-type model "$@"
"{dbt}" "$@" || exit 9
code=$(sed -n "$(wc -l < "{base}/words")p" "{base}/codes" 2>/dev/null)
exit "${{code:-0}}"
"""


def write_files(folder):
    (folder / "models").mkdir(parents=True)

    def model(name, body, threads=None):
        hint = "" if threads is None else f", 'threads': {threads}"
        (folder / "models" / f"{name}.sql").write_text(
            f"{{{{ config(materialized='table', meta={{'heddle': {{'durationMs': 60000{hint}}}}}) }}}}\n{body}\n")

    for i in range(HEAVY):
        model(f"heavy_{i}", "select 1 as id", 2)
    for i in range(LIGHT):
        model(f"light_{i}", "select * from {{ ref('heavy_0') }}")
    (folder / "dbt_project.yml").write_text(json.dumps({"name": "p", "version": "1.0", "profile": "p"}))
    output = {"type": "redshift", "host": "nowhere", "user": "u", "password": "p", "port": 5439,
              "dbname": "d", "schema": "s", "threads": 8}
    (folder / "profiles.yml").write_text(json.dumps({"p": {"target": "t", "outputs": {"t": output}}}))


class Bench:
    def __init__(self, base, dbt, cli):
        self.base, self.cli = base, cli
        self.stand_in = base / "dbt"
        self.stand_in.write_text(STAND_IN.format(base=base, dbt=dbt))
        self.stand_in.chmod(0o755)
        self.project = base / "project"
        write_files(self.project)

    def run(self, *options, words=(), codes=(), dbt=None):
        """Exit code, what Heddle said, the words of each start, and what dbt printed."""
        (self.base / "words").unlink(missing_ok=True)
        (self.base / "codes").write_text("".join(f"{code}\n" for code in codes))
        done = subprocess.run(
            ["node", self.cli, "run", "--dbt", str(dbt or self.stand_in), *options, "--",
             "--profiles-dir", str(self.project), *words],
            cwd=self.project, capture_output=True, text=True, check=False, timeout=300)
        file = self.base / "words"
        starts = file.read_text().splitlines() if file.exists() else []
        return done.returncode, done.stderr, starts, done.stdout


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--dbt", required=True, type=pathlib.Path)
    parser.add_argument("--cli", required=True, type=pathlib.Path)
    options = parser.parse_args()
    checks = Checks()
    with tempfile.TemporaryDirectory(prefix="heddle-phases-") as name:
        bench = Bench(pathlib.Path(name), options.dbt.resolve(), options.cli.resolve())
        code, said, starts, out = bench.run("--hints", "seats")
        checks.check(f"phases where they pay: {said.splitlines()[:1]}",
                     code == 0 and re.search(r"in \d phases", said), (code, said, out[-500:]))
        every = sorted([f"heavy_{i}" for i in range(HEAVY)] + [f"light_{i}" for i in range(LIGHT)])
        listed = sorted(re.findall(r"^\s*(?:p\.)?((?:heavy|light)_\d)\s*$", out, re.M))
        checks.check("every model in one phase, as dbt 2 itself reads the selection", listed == every, out[-1500:])
        threads = [int(found[1]) for one in starts if (found := re.search(r"--threads (\d+)", one))]
        checks.check(f"heavy ones with their threads, the rest with all: {threads}", sorted(threads) == [2, 8], starts)
        code, said, starts, _ = bench.run("--hints", "seats", codes=[1, 0])
        checks.check("a phase that leaves no results ends the run", code == 1 and len(starts) == 1, (code, starts))
        checks.check("and that is said", "not run" in said, said)
        _, said, starts, _ = bench.run()
        checks.check("stock without seats, said in one line",
                     len(starts) == 1 and said.count("\n") == 1 and "dbt 2 takes no order" in said, said)
        code, said, _, _ = bench.run(dbt=options.dbt.resolve(), words=["--select", "no_such_model"])
        checks.check("dbt 2 itself is started as it is", "stock dbt run is run" in said, said)
        stock = subprocess.run([str(options.dbt.resolve()), "run", "--profiles-dir", str(bench.project),
                                "--select", "no_such_model"], cwd=bench.project, capture_output=True, check=False)
        checks.check(f"and its exit code is given back: {stock.returncode}", code == stock.returncode, code)
    print(f"{checks.passed} passed, {checks.failed} failed")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())
