/**
 * A plan as Dagster definitions: the assets of each phase are one step, which runs dbt with the
 * phase's threads; one job runs the steps one after the other.
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

export function dagsterDefinitions({ plan, project, target }: ExportSubject): string {
  const name = plainName(project);
  const steps = plan.phases.map((_, index) => `${name}_phase_${index + 1}`);
  return [
    comment(`Written by heddle plan --format dagster: ${plan.because}.`),
    "# Needs dagster-dbt and the adapter; `dbt parse` writes the manifest that it reads.",
    "import os",
    "from pathlib import Path",
    "",
    "from dagster import (",
    "    AssetExecutionContext,",
    "    AssetSelection,",
    "    Definitions,",
    "    define_asset_job,",
    "    in_process_executor,",
    ")",
    "from dagster_dbt import DbtCliResource, DbtProject, dbt_assets",
    "",
    "PROJECT = DbtProject(",
    '    project_dir=Path(os.environ.get("DBT_PROJECT_DIR", ".")),',
    '    profiles_dir=Path(os.environ.get("DBT_PROFILES_DIR", os.environ.get("DBT_PROJECT_DIR", "."))),',
    ...(target === undefined ? [] : [`    target=${quoted(target)},`]),
    ")",
    "PROJECT.prepare_if_dev()",
    "",
    ...plan.phases.flatMap((phase, index) => [
      "",
      comment(phaseTitle(plan, index)),
      ...stepLines(phase, steps[index]!),
      "",
    ]),
    "",
    "defs = Definitions(",
    `    assets=[${steps.join(", ")}],`,
    "    jobs=[",
    "        define_asset_job(",
    `            ${quoted(`dbt_${name}`)},`,
    `            selection=AssetSelection.assets(${steps.join(", ")}),`,
    "            executor_def=in_process_executor,",
    "        )",
    "    ],",
    '    resources={"dbt": DbtCliResource(project_dir=PROJECT)},',
    ")",
    "",
  ].join("\n");
}

function stepLines(phase: PlannedPhase, step: string): readonly string[] {
  const { select, exclude } = selectionOf(phase);
  const words = [commandOf(phase), "--threads", String(phase.threads)];
  return [
    "@dbt_assets(",
    `    name=${quoted(step)},`,
    "    manifest=PROJECT.manifest_path,",
    "    project=PROJECT,",
    ...(select.length === 0 ? [] : [`    select=${quoted(select.join(" "))},`]),
    ...(exclude.length === 0 ? [] : [`    exclude=${quoted(exclude.join(" "))},`]),
    ")",
    `def ${step}(context: AssetExecutionContext, dbt: DbtCliResource):`,
    `    yield from dbt.cli([${words.map(quoted).join(", ")}], context=context).stream()`,
  ];
}
