/** A plan as a GitHub Actions workflow: one job, a step for each phase, since a job starts anew. */
import {
  comment,
  type ExportSubject,
  phaseTitle,
  plainName,
  quoted,
  timeoutMinutes,
} from "./planExport";

export function githubWorkflow({ plan, project, adapter, engine, folder }: ExportSubject): string {
  const install =
    engine === "fusion"
      ? ["      - name: dbt 2 is there", "        run: dbt --version"]
      : [
          "      - uses: actions/setup-python@v5",
          "        with:",
          '          python-version: "3.12"',
          "      - name: Install dbt",
          `        run: python -m pip install ${adapter === undefined ? "dbt-core" : `dbt-core dbt-${plainName(adapter)}`}`,
        ];
  return [
    comment(`Written by heddle plan --format github: ${plan.because}.`),
    "# Credentials: set what profiles.yml reads with env_var under env.",
    `name: ${quoted(`dbt ${project}`)}`,
    "on:",
    "  workflow_dispatch:",
    "concurrency:",
    `  group: ${quoted(`dbt-${plainName(project)}`)}`,
    "jobs:",
    "  dbt:",
    "    runs-on: ubuntu-latest",
    `    timeout-minutes: ${timeoutMinutes(plan.makespanMs)}`,
    ...(folder === undefined
      ? []
      : ["    defaults:", "      run:", `        working-directory: ${quoted(folder)}`]),
    "    steps:",
    "      - uses: actions/checkout@v4",
    ...install,
    "      - name: Install packages",
    "        run: dbt deps",
    ...plan.phases.flatMap(({ command }, index) => [
      `      - name: ${quoted(phaseTitle(plan, index))}`,
      "        run: |",
      `          ${command ?? ""}`,
    ]),
    "",
  ].join("\n");
}
