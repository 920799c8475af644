/**
 * The models of a project as a report: one row each with what is configured and where, what is
 * advised and why, and how long it takes. Takes the answer as it is.
 */
import { formatDuration } from "../base/duration";
import type { ModelsAnswer } from "../ide/answers/modelsAnswer";
import { count, figure } from "../ide/words";
import type { ModelEntry } from "../protocol";
import { type Block, type ReportDocument, type Text, toned } from "./document";
import { originCounts, originsText } from "./origins";

/** Space for a name before it is shortened. */
const NAME_WIDTH = 24;
const ORIGIN_WIDTH = 14;

/** Report of one project's models. */
export function modelsReport(answer: ModelsAnswer): ReportDocument {
  const { models, project, problems } = answer;
  const blocks: readonly Block[] = [
    { kind: "heading", level: 1, text: headline(answer) },
    ...(models.length > 0 ? [durationsLine(models)] : []),
    { kind: "gap" },
    ...(models.length > 0 ? [modelsTable(models), { kind: "gap" } as const] : []),
    { kind: "line", text: hintsLine(models) },
    ...(problems > 0
      ? [line(["findings: ", toned("strong", String(problems)), toned("dim", "  heddle check")])]
      : []),
  ];
  return { title: `Models of ${project.name}`, blocks };
}

function headline({ project, models, disabled, sources }: ModelsAnswer): Text {
  const kinds = ["model", "seed", "snapshot"].flatMap((kind) => {
    const found = models.filter(({ resourceType }) => resourceType === kind).length;
    return found > 0 || kind === "model" ? [count(found, kind)] : [];
  });
  const parts = [
    ...kinds,
    ...(sources.length > 0 ? [count(sources.length, "source")] : []),
    ...(disabled.length > 0 ? [`${disabled.length} disabled`] : []),
    ...(project.adapter === null ? [] : [project.adapter]),
    `threads ${project.threads.effective} (${project.threads.origin ?? "default"})`,
  ];
  return [toned("strong", project.name), ` · ${parts.join(" · ")}`];
}

function durationsLine(models: readonly ModelEntry[]): Block {
  const counts = originCounts(models.map(({ duration }) => duration?.origin));
  return line(toned("dim", `durations: ${originsText(counts)}`));
}

function modelsTable(models: readonly ModelEntry[]): Block {
  const names = new Map<string, number>();
  for (const { name } of models) names.set(name, (names.get(name) ?? 0) + 1);
  return {
    kind: "table",
    columns: [
      { title: "model", shrinkTo: NAME_WIDTH },
      { title: "hint", align: "right" },
      { title: "set in", shrinkTo: ORIGIN_WIDTH },
      { title: "advised", align: "right" },
      { title: "score", align: "right" },
      { title: "class" },
      { title: "duration", align: "right" },
      { title: "" },
    ],
    rows: models.map((model) => modelRow(model, (names.get(model.name) ?? 0) > 1)),
  };
}

function modelRow(model: ModelEntry, isAmbiguous: boolean): readonly Text[] {
  const { hint, complexity, recommendation, duration, uncertain } = model;
  const differs =
    recommendation !== null && hint !== null && hint.threads !== recommendation.threads;
  const advised = recommendation === null ? "" : String(recommendation.threads);
  return [
    [
      isAmbiguous ? model.uniqueId.slice(model.uniqueId.indexOf(".") + 1) : model.name,
      ...(uncertain.length > 0 ? [toned("warning", " ?")] : []),
    ],
    hint === null
      ? toned("dim", "–")
      : hint.threads === null
        ? toned("warning", "?")
        : String(hint.threads),
    toned("dim", hint?.origin ? `${hint.origin.file}:${hint.origin.line}` : ""),
    differs ? toned("warning", advised) : advised,
    complexity === null ? "" : figure(complexity.score),
    complexity === null ? "" : shortClass(complexity.class),
    duration === null ? toned("dim", "unknown") : formatDuration(duration.ms),
    toned("dim", duration?.origin ?? ""),
  ];
}

/** `heavy-analytical` → `heavy`: the second word tells nothing more in a table. */
function shortClass(name: string): string {
  return name.split("-").at(0) ?? name;
}

function hintsLine(models: readonly ModelEntry[]): Text {
  const hinted = models.filter(({ hint }) => hint !== null);
  const differing = hinted.filter(
    ({ hint, recommendation }) =>
      recommendation !== null && hint?.threads !== recommendation.threads,
  );
  if (hinted.length === 0) return "hints: none configured";
  return [
    `hints: ${hinted.length} of ${count(models.length, "node")} configured, `,
    differing.length === 0
      ? toned("good", "all as advised")
      : toned("warning", `${differing.length} differ from the advice`),
    toned("dim", "; dbt itself ignores them"),
  ];
}

function line(text: Text): Block {
  return { kind: "line", text };
}
