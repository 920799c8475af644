#!/usr/bin/env bash
# Makes sure that the programs of a Postgres server are there, for the runs that real dbt is judged
# on. Installs Debian's package where it may; the tests start a private server themselves.
set -euo pipefail
find_initdb() { ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null || command -v initdb; }
if ! find_initdb >/dev/null; then
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "installPostgres: install a Postgres server (initdb, pg_ctl) and run this again" >&2
    exit 1
  fi
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends postgresql
fi
find_initdb | tail -n 1
