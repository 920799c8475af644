"""Runs the user's own dbt with the order and the seats of a Heddle plan.

``python -m heddle_steer PLAN.json run --select …`` starts dbt in this process and replaces one
thing: which of the ready nodes is handed out next, and when. Dependencies, results, artifacts, logs
and exit codes stay dbt's own. Where the installed dbt is not one that was tested, stock dbt runs.
"""
