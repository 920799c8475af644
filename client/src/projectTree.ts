/**
 * The Heddle view as data: projects, the next run with its critical path, what would save most,
 * findings by gain, classes of models, past runs. Asks when somebody opens a line; knows no editor.
 */

import { formatDuration } from "../../server/src/base/duration";
import type {
  FindingsResult,
  HistoryResult,
  ListedFinding,
  ListedRule,
  ModelEntry,
  ModelsResult,
  PastRun,
  ProjectsResult,
  Saving,
  SimulateResult,
} from "../../server/src/protocol";
import { threadsChange } from "./modelFacts";
import { savingWords } from "./savingWords";
import type { Translate } from "./translate";
import type { TreeNode } from "./treeNode";

/** Where the view gets its facts; each answers `undefined` where the server has none. */
export interface Questions {
  /** Those with these ids; all without. */
  models(uri: string, ids?: readonly string[]): Promise<ModelsResult | undefined>;
  run(uri: string): Promise<SimulateResult | undefined>;
  /** Of one rule; without `code` only how many each rule has. */
  findings(uri: string, code?: string): Promise<FindingsResult | undefined>;
  history(uri: string): Promise<HistoryResult | undefined>;
}

/** Longer lists are cut: nobody reads on, and the editor makes each line on a shared thread. */
const mostLines = 200;

export interface TreeWords {
  readonly t: Translate;
  /** A moment as people of this place write it. */
  readonly moment: (ms: number) => string;
}

type Project = ProjectsResult["projects"][number];

/** One line per project, open where there is only one. */
export function projectNodes(
  projects: readonly Project[],
  ask: Questions,
  words: TreeWords,
): readonly TreeNode[] {
  return projects.map(
    ({ uri, name, kind }): TreeNode => ({
      id: uri,
      label: name,
      description: projects.length > 1 ? lastFolder(uri, name) : "",
      tooltip: decodeURIComponent(uri.replace(/^file:\/\//, "")),
      icon: kind === "tabular" ? "table" : "database",
      kind: "project",
      target: { uri },
      isExpanded: projects.length === 1,
      children: () => partsOf(uri, ask, words),
    }),
  );
}

/** The folder where it says more than the project's name does. */
function lastFolder(uri: string, name: string): string {
  const folder = decodeURIComponent(uri.replace(/\/$/, "").split("/").at(-1) ?? "");
  return folder === name ? "" : folder;
}

async function partsOf(uri: string, ask: Questions, words: TreeWords): Promise<TreeNode[]> {
  const { t } = words;
  const [run, found, history] = await Promise.all([
    ask.run(uri),
    ask.findings(uri),
    ask.history(uri),
  ]);
  const rules = found?.rules ?? [];
  const savings = run?.savings ?? [];
  const named = [...(run?.criticalPath ?? []), ...savings.flatMap(({ id }) => id ?? [])];
  const models = await ask.models(uri, [...new Set(named)]);
  const modelCount = models?.modelCount ?? models?.models.length ?? 0;
  const pastRuns = history?.runs ?? [];
  const part = (id: string, icon: string, label: string, description: string) =>
    ({ id: `${uri}#${id}`, icon, label, description, kind: "group" }) as const;
  const parts: TreeNode[] = [];
  if (run !== undefined && models !== undefined) {
    const busy = Math.round(run.utilization * 100);
    parts.push({
      ...part(
        "run",
        "pulse",
        models.tabular === undefined ? t("Next run") : t("Full refresh"),
        `${formatDuration(run.makespanMs)} · ${threadsOf(run.threads, t)} · ${t("{0} % busy", busy)}`,
      ),
      kind: "run",
      tooltip: t(
        "What the run will look like; below it the critical path, in the order of the run.",
      ),
      target: { uri },
      isExpanded: true,
      children: async () => criticalPath(uri, run, models, t),
    });
  }
  if (savings.length > 0 && models !== undefined) {
    parts.push({
      ...part("savings", "flame", t("Minutes you could save"), ""),
      tooltip: t("Each simulated by itself; they do not add up."),
      children: async () => savings.map((saving) => savingNode(uri, saving, models, t)),
    });
  }
  parts.push({
    ...part("findings", "lightbulb", t("Findings"), `${sumOf(rules.map(({ count }) => count))}`),
    ...(rules.length > 0 && {
      children: async () => rules.map((rule) => ruleNode(uri, rule, ask, t)),
    }),
  });
  if (models !== undefined && modelCount > 0) {
    parts.push({
      ...part(
        "classes",
        "symbol-class",
        models.tabular === undefined ? t("Models by class") : t("Jobs by kind"),
        `${modelCount}`,
      ),
      children: async () => {
        const all = await ask.models(uri);
        return all === undefined ? [] : classesOf(uri, all, t);
      },
    });
  }
  // Refreshes leave no record in the folder of a tabular model.
  if (models?.tabular !== undefined) return parts;
  parts.push({
    ...part(
      "runs",
      "history",
      t("Past runs"),
      pastRuns.length === 0 ? t("none recorded yet") : `${pastRuns.length}`,
    ),
    tooltip:
      pastRuns.length === 0
        ? t("Run dbt once: target/run_results.json is read as it changes.")
        : t("Runs that compare with the newest; {0} others are left out.", history?.leftOut ?? 0),
    ...(pastRuns.length > 0 && {
      children: async () => pastRuns.map((past, index) => pastNode(uri, past, index, words)),
    }),
  });
  return parts;
}

function criticalPath(
  uri: string,
  run: SimulateResult,
  models: ModelsResult,
  t: Translate,
): readonly TreeNode[] {
  const tasks = new Map(run.tasks.map((task) => [task.id, task]));
  return run.criticalPath.map((id, index): TreeNode => {
    const task = tasks.get(id);
    const took = task === undefined ? "" : formatDuration(task.endMs - task.startMs);
    const waited =
      task === undefined || task.waitMs < 500 ? "" : t("waits {0}", formatDuration(task.waitMs));
    return {
      ...modelNode(uri, `path-${index}`, id, models),
      description: [took, waited].filter((part) => part !== "").join(" · "),
      icon: "debug-breakpoint-data",
      color: "charts.red",
    };
  });
}

function savingNode(uri: string, saving: Saving, models: ModelsResult, t: Translate): TreeNode {
  const { id, title, how, savesMs } = saving;
  const description = `−${formatDuration(savesMs)} ${savingWords(how, t)}`;
  const basis = savingWords(saving.basis, t);
  if (id === undefined) {
    return {
      id: `${uri}#saving-${title}`,
      label: savingWords(title, t),
      description,
      tooltip: basis,
      icon: "list-ordered",
      kind: "group",
    };
  }
  return { ...modelNode(uri, "saving", id, models), description, tooltip: basis };
}

/** The rule with how much it finds; what that is, is asked for when somebody opens the line. */
function ruleNode(uri: string, rule: ListedRule, ask: Questions, t: Translate): TreeNode {
  const { code, count, savesMs, severity, isFixable } = rule;
  const gain = savesMs === undefined ? "" : ` · ${t("saves {0}", formatDuration(savesMs))}`;
  return {
    id: `${uri}#rule-${code}`,
    label: code,
    description: `${count}${gain}`,
    ...severityIcon(severity),
    kind: isFixable ? "fixableRule" : "group",
    target: { uri, id: code },
    children: async () => {
      const found = (await ask.findings(uri, code))?.findings ?? [];
      return [
        ...found.slice(0, mostLines).map((finding, index) => findingNode(uri, finding, index, t)),
        ...moreNode(`${uri}#rule-${code}`, found.length, t),
      ];
    },
  };
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** The line below a list that is cut; none where all is shown. */
function moreNode(id: string, length: number, t: Translate): readonly TreeNode[] {
  if (length <= mostLines) return [];
  const label = t("{0} more", length - mostLines);
  return [{ id: `${id}-more`, label, icon: "ellipsis", kind: "group" }];
}

function findingNode(
  project: string,
  finding: ListedFinding,
  index: number,
  t: Translate,
): TreeNode {
  const { uri, range, code, severity, message, fix } = finding;
  const file = decodeURIComponent(uri.slice(uri.lastIndexOf("/") + 1));
  return {
    id: `${project}#finding-${code}-${index}`,
    label: `${file}:${range.start.line + 1}`,
    description: message,
    tooltip: fix === undefined ? message : `${message}\n\n${t("Fix: {0}", fix)}`,
    ...severityIcon(severity),
    kind: fix === undefined ? "finding" : "fixable",
    target: { uri, id: code },
    place: { uri, range },
  };
}

function severityIcon(
  severity: ListedFinding["severity"] | undefined,
): Pick<TreeNode, "icon" | "color"> {
  if (severity === "error") return { icon: "error", color: "list.errorForeground" };
  if (severity === "warning") return { icon: "warning", color: "list.warningForeground" };
  return { icon: severity === "hint" ? "lightbulb" : "info" };
}

/** One line per class of complexity, the class that takes most time first. */
function classesOf(uri: string, models: ModelsResult, t: Translate): readonly TreeNode[] {
  const byClass = new Map<string, ModelEntry[]>();
  for (const model of models.models) {
    const kind = models.tabular === undefined ? t("without SQL") : model.resourceType;
    const name = model.complexity?.class.replaceAll("-", " ") ?? kind;
    const known = byClass.get(name);
    if (known === undefined) byClass.set(name, [model]);
    else known.push(model);
  }
  const timeOf = (list: readonly ModelEntry[]) =>
    list.reduce((sum, { duration }) => sum + (duration?.ms ?? 0), 0);
  return [...byClass]
    .sort(([a, these], [b, those]) => timeOf(those) - timeOf(these) || (a < b ? -1 : 1))
    .map(
      ([name, list]): TreeNode => ({
        id: `${uri}#class-${name}`,
        label: name,
        description: `${amountOf(list.length, models, t)} · ${formatDuration(timeOf(list))}`,
        icon: "symbol-class",
        kind: "group",
        children: async () => [
          ...[...list]
            .sort((a, b) => (b.duration?.ms ?? 0) - (a.duration?.ms ?? 0))
            .slice(0, mostLines)
            .map((model) => ({
              ...modelNode(uri, "class", model.uniqueId, models),
              description: [
                model.duration && formatDuration(model.duration.ms),
                threadsChange(model),
              ]
                .filter((part) => part)
                .join(" · "),
            })),
          ...moreNode(`${uri}#class-${name}`, list.length, t),
        ],
      }),
    );
}

function amountOf(amount: number, models: ModelsResult, t: Translate): string {
  if (models.tabular !== undefined) return amount === 1 ? t("1 job") : t("{0} jobs", amount);
  return amount === 1 ? t("1 model") : t("{0} models", amount);
}

const modelsById = new WeakMap<ModelsResult, ReadonlyMap<string, ModelEntry>>();

/** `where` keeps the lines of one model in several places apart. */
function modelNode(uri: string, where: string, id: string, models: ModelsResult): TreeNode {
  let byId = modelsById.get(models);
  if (byId === undefined) {
    byId = new Map(models.models.map((model) => [model.uniqueId, model]));
    modelsById.set(models, byId);
  }
  const model = byId.get(id);
  const root = models.rootUri.replace(/\/$/, "");
  const file = model?.file.split("/").map(encodeURIComponent).join("/");
  return {
    id: `${uri}#${where}-${id}`,
    label: model?.name ?? id,
    ...(model !== undefined && { tooltip: model.file }),
    icon: "symbol-file",
    kind: "model",
    target: { uri, id },
    ...(file !== undefined && {
      place: { uri: `${root}/${file}`, ...(model?.range && { range: model.range }) },
    }),
  };
}

function pastNode(uri: string, past: PastRun, index: number, { t, moment }: TreeWords): TreeNode {
  const { atMs, command, durationMs, threads, utilization, nodes, failedNodes } = past;
  const busy = t("{0} % busy", Math.round(utilization * 100));
  const failed = failedNodes > 0 ? ` · ${t("{0} failed", failedNodes)}` : "";
  return {
    id: `${uri}#past-${atMs ?? index}`,
    label: atMs === null ? t("at an unknown time") : moment(atMs),
    description: `${formatDuration(durationMs)} · ${threadsOf(threads, t)} · ${busy}${failed}`,
    tooltip: `dbt ${command ?? "?"}: ${t("{0} nodes", nodes)}`,
    icon: failedNodes > 0 ? "error" : "pass",
    kind: "past",
  };
}

function threadsOf(threads: number, t: Translate): string {
  return threads === 1 ? t("1 thread") : t("{0} threads", threads);
}
