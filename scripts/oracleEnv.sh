#!/usr/bin/env bash
# Makes the Python environment that the oracle comparisons need, in .heddle/oracle: real dbt 1.11
# with DuckDB and Postgres, and real Jinja2. Prints the folder. Does nothing where it is there.
set -euo pipefail
cd "$(dirname "$0")/.."
env_dir="$PWD/.heddle/oracle"
stamp="$env_dir/.ready-1"
if [ ! -f "$stamp" ]; then
  python3 -m venv "$env_dir" >&2
  "$env_dir/bin/pip" install --quiet --disable-pip-version-check \
    'dbt-core>=1.11,<1.12' dbt-duckdb dbt-postgres >&2
  touch "$stamp"
fi
echo "$env_dir"
