/**
 * A plan as an Airflow DAG of Cosmos task groups: one group for each phase, a pool with as many slots
 * as the phase has threads, since Cosmos makes a task of every model.
 */
import type { PlannedPhase } from "../../ide/answers/planAnswer";
import {
  commandOf,
  comment,
  type ExportSubject,
  phaseTitle,
  plainName,
  quoted,
  selectionOf,
} from "./planExport";

export function airflowDag({ plan, project, profile, target }: ExportSubject): string {
  const name = plainName(project);
  const pools = new Map(plan.phases.map(({ threads }) => [poolOf(name, threads), threads]));
  const groups = plan.phases.map((_, index) => `phase_${index + 1}`);
  return [
    comment(`Written by heddle plan --format airflow: ${plan.because}.`),
    "# Needs astronomer-cosmos. Cosmos makes an Airflow task of each model, so pools limit the threads:",
    ...[...pools].map(
      ([pool, slots]) => `#   airflow pools set ${pool} ${slots} "threads of dbt ${name}"`,
    ),
    "import os",
    "from datetime import datetime",
    "from pathlib import Path",
    "",
    "from airflow import DAG",
    "from cosmos import DbtTaskGroup, ProfileConfig, ProjectConfig, RenderConfig",
    "from cosmos.constants import TestBehavior",
    "",
    `PROJECT = Path(os.environ.get("DBT_PROJECT_DIR", ${quoted(`/opt/airflow/dbt/${name}`)}))`,
    "PROFILE = ProfileConfig(",
    `    profile_name=${quoted(profile)},`,
    `    target_name=${quoted(target ?? "default")},`,
    '    profiles_yml_filepath=Path(os.environ.get("DBT_PROFILES_DIR", PROJECT)) / "profiles.yml",',
    ")",
    "",
    "with DAG(",
    `    dag_id=${quoted(`dbt_${name}`)},`,
    "    schedule=None,",
    "    start_date=datetime(2024, 1, 1),",
    "    catchup=False,",
    "    max_active_runs=1,",
    `    max_active_tasks=${Math.max(...plan.phases.map(({ threads }) => threads))},`,
    ") as dag:",
    ...plan.phases.flatMap((phase, index) => [
      `    ${comment(phaseTitle(plan, index))}`,
      ...groupLines(phase, groups[index]!, poolOf(name, phase.threads)).map(
        (line) => `    ${line}`,
      ),
    ]),
    ...(groups.length > 1 ? [`    ${groups.join(" >> ")}`] : []),
    "",
  ].join("\n");
}

function groupLines(phase: PlannedPhase, group: string, pool: string): readonly string[] {
  const { select, exclude } = selectionOf(phase);
  const tests = commandOf(phase) === "build" ? "AFTER_EACH" : "NONE";
  return [
    `${group} = DbtTaskGroup(`,
    `    group_id=${quoted(group)},`,
    "    project_config=ProjectConfig(PROJECT),",
    "    profile_config=PROFILE,",
    "    render_config=RenderConfig(",
    ...listLines("select", select),
    ...listLines("exclude", exclude),
    `        test_behavior=TestBehavior.${tests},`,
    "    ),",
    `    operator_args={"pool": ${quoted(pool)}},`,
    ")",
  ];
}

function listLines(name: string, words: readonly string[]): readonly string[] {
  if (words.length === 0) return [];
  return [
    `        ${name}=[`,
    ...words.map((word) => `            ${quoted(word)},`),
    "        ],",
  ];
}

function poolOf(name: string, threads: number): string {
  return `dbt_${name}_${threads}`;
}
