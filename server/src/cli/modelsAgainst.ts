/** `heddle models --against MANIFEST`: every difference between Heddle's reading and dbt's. */
import { readManifest } from "../dbt/artifacts/manifestStream";
import type { DbtProject } from "../dbt/project";
import { releaseOf } from "../dbt/release";
import { comparisonAnswer } from "../ide/answers/comparisonAnswer";
import { comparisonReport } from "../report/comparisonReport";
import { openProject } from "../workspace/openProject";
import type { CommandContext, CommandResult } from "./command";
import { type Failure, failure, hasFailed } from "./failure";
import { openProjects } from "./inputs";
import { jsonText } from "./jsonText";
import { absolutePath } from "./paths";
import { printDocument } from "./printDocument";
import { settingsOf } from "./settings";

/** Ends with status 1 where anything differs. The manifest may have any size. */
export function modelsAgainst(context: CommandContext, written: string): CommandResult | Failure {
  const { args, format, io } = context;
  if (format === "workload") return failure("--against prints text, json, markdown or html");
  const projects = openProjects(context, args.positionals[0]);
  if (hasFailed(projects)) return projects;
  const [first] = projects;
  if (first === undefined || projects.length > 1) {
    return failure(
      `--against compares one project, and here are ${projects.length}: name its folder`,
    );
  }
  io.progress("reading the manifest");
  const { manifest, problems } = readManifest(io.fileSystem, absolutePath(io, written));
  const [problem] = problems;
  if (manifest === undefined || problem !== undefined) {
    return failure(`--against ${written}: ${problem?.message ?? "it is no dbt manifest"}`);
  }
  const project = asReleaseOf(context, first.snapshot.project, manifest.dbtVersion);
  if (hasFailed(project)) return project;
  const answer = comparisonAnswer(project, manifest, io.fileSystem);
  const text =
    format === "json" ? jsonText([answer]) : printDocument(comparisonReport(answer), context);
  return { text, status: answer.differences.length > 0 ? 1 : 0 };
}

/** The project as the dbt-core that wrote the manifest reads it, where nobody asked for another. */
function asReleaseOf(
  context: CommandContext,
  project: DbtProject,
  version: string | undefined,
): DbtProject | Failure {
  const { args, io } = context;
  const release = version === undefined ? undefined : releaseOf(version);
  const isAsked = args.value("engine") !== undefined;
  if (release === undefined || release === project.release || isAsked) return project;
  const settings = settingsOf(context);
  if (hasFailed(settings)) return settings;
  return openProject({
    fileSystem: io.fileSystem,
    root: project.root,
    settings: { ...settings, engine: `dbt-core-1.${release}` },
    now: io.now(),
    previous: undefined,
  }).snapshot.project;
}
