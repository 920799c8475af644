#!/usr/bin/env bash
# Makes the Python environments that the oracle comparisons need, in .heddle/: real dbt 1.11 with
# DuckDB and Postgres and real Jinja2 (oracle), other releases of dbt 1 (oracle-1.8, oracle-1.9,
# oracle-1.10, oracle-1.12), dbt 2's Rust engine (oracle-2), and Dagster and Airflow to read exported
# plans (oracle-dagster, oracle-airflow), PySpark to divide files (oracle-spark). Names of environments as arguments make only those. Nothing
# is done twice.
set -euo pipefail
cd "$(dirname "$0")/.."

make_env() {
  local dir="$PWD/.heddle/$1"
  shift
  if [ ! -f "$dir/.ready" ]; then
    rm -rf "$dir"
    python3 -m venv "$dir"
    "$dir/bin/pip" install --quiet --disable-pip-version-check "$@"
    touch "$dir/.ready"
  fi
  echo "$dir"
}

for name in "${@:-oracle}"; do
  case $name in
    oracle) make_env oracle 'dbt-core>=1.11.16,<1.12' 'dbt-duckdb>=1.10' 'dbt-postgres>=1.9' ;;
    oracle-1.8) make_env oracle-1.8 'dbt-core>=1.8.9,<1.9' 'dbt-duckdb>=1.8,<1.10' 'dbt-postgres>=1.8' ;;
    oracle-1.9) make_env oracle-1.9 'dbt-core>=1.9.10,<1.10' 'dbt-duckdb>=1.9,<1.10' 'dbt-postgres>=1.9' ;;
    oracle-1.10) make_env oracle-1.10 'dbt-core>=1.10.23,<1.11' 'dbt-duckdb>=1.9,<1.11' 'dbt-postgres>=1.9' ;;
    # Later releases of 1.12 want a parser whose package downloads its program from elsewhere.
    oracle-1.12) make_env oracle-1.12 'dbt-core==1.12.0' 'dbt-core-experimental-parser==2.0.0a4' 'dbt-duckdb>=1.10' 'dbt-postgres>=1.9' ;;
    oracle-2) make_env oracle-2 'dbt-core==2.0.0a4' ;;
    # PySpark needs Java 17: apt-get install openjdk-17-jre-headless.
    oracle-spark) make_env oracle-spark 'pyspark==4.0.1' 'numpy' ;;
    oracle-dagster) make_env oracle-dagster 'dagster==1.13.27' 'dagster-dbt==0.29.27' 'dbt-core>=1.11.16,<1.12' 'dbt-duckdb>=1.10' ;;
    oracle-airflow) make_env oracle-airflow 'apache-airflow==3.3.2' 'astronomer-cosmos==1.15.1' ;;
    *) echo "oracleEnv: no environment is called $name" >&2; exit 2 ;;
  esac
done
