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
const LONGEST_ORIGIN = 28;

/** Report of one project's models. */
export function modelsReport(answer: ModelsAnswer): ReportDocument {
  const { models, project, problems } = answer;
  const blocks: readonly Block[] = [
    { kind: "heading", level: 1, text: headline(answer) },
    ...(models.length > 0 ? [durationsLine(models)] : []),
    { kind: "gap" },
    ...(models.length > 0 ? [modelsTable(models), { kind: "gap" } as const] : []),
    { kind: "line", text: hintsLine(models) },
    ...uncertainLine(models),
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
  return [toned("strong", project.name || "a project without a name"), ` · ${parts.join(" · ")}`];
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
  const { complexity, duration, uncertain } = model;
  return [
    [
      isAmbiguous ? model.uniqueId.slice(model.uniqueId.indexOf(".") + 1) : model.name,
      ...(uncertain.length > 0 ? [toned("warning", " ?")] : []),
    ],
    hintCell(model),
    toned("dim", originOf(model)),
    advisedCell(model),
    complexity === null ? "" : figure(complexity.score),
    complexity === null ? "" : shortClass(complexity.class),
    duration === null ? toned("dim", "unknown") : formatDuration(duration.ms),
    // Measured is what a reader expects; whatever is less certain says so.
    duration === null || duration.origin === "measured" ? "" : toned("dim", duration.origin),
  ];
}

function hintCell({ hint }: ModelEntry): Text {
  if (hint === null) return toned("dim", "–");
  return hint.threads === null ? toned("warning", "?") : String(hint.threads);
}

function advisedCell({ hint, recommendation }: ModelEntry): Text {
  if (recommendation === null) return "";
  const advised = String(recommendation.threads);
  const differs = hint !== null && hint.threads !== recommendation.threads;
  return differs ? toned("warning", advised) : advised;
}

/** The place of a hint; the model's own path would only repeat its name. */
function originOf({ hint, file }: ModelEntry): string {
  if (hint === null || hint.origin === null) return "";
  const { origin } = hint;
  if (origin.file === file) return `own file:${origin.line}`;
  const place = `${origin.file}:${origin.line}`;
  return place.length <= LONGEST_ORIGIN ? place : `…${place.slice(1 - LONGEST_ORIGIN)}`;
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

function uncertainLine(models: readonly ModelEntry[]): readonly Block[] {
  const uncertain = models.filter((model) => model.uncertain.length > 0);
  const [first] = uncertain;
  if (first === undefined) return [];
  return [
    line([
      toned("warning", "?"),
      ` ${count(uncertain.length, "model")} not wholly known offline, `,
      toned("dim", `for instance ${first.name}: ${first.uncertain[0]}`),
    ]),
  ];
}

function line(text: Text): Block {
  return { kind: "line", text };
}
