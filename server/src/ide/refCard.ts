/**
 * The card of a `ref()` or `source()`: what the model waits for, and whether this wait is the one
 * that decides when it starts.
 */
import { formatDuration } from "../base/duration";
import type { DbtNode, RefSite } from "../dbt/project";
import type { ProjectSnapshot } from "../workspace/snapshot";
import type { Card, CardRow } from "./card";
import { modelCard } from "./modelCard";
import { runPlace } from "./modelFacts";
import { count, runClock } from "./words";

/** The card of what `site`, written in `node`, refers to. */
export function refCard(project: ProjectSnapshot, node: DbtNode, site: RefSite): Card {
  if (site.kind === "source") return sourceCard(project, site);
  const { nodes, disabled } = project.project;
  const id = site.target;
  const target = id === undefined ? undefined : (nodes.get(id) ?? disabled.get(id));
  if (target === undefined) {
    const note = `Nothing enabled has this name, so the run does not wait for it.`;
    return plainCard(site.args.join("."), "unknown ref", note);
  }
  const card = modelCard(project, target);
  return { ...card, rows: [...waitRow(project, node, target, site), ...card.rows] };
}

function sourceCard(project: ProjectSnapshot, site: RefSite): Card {
  const name = site.args.join(".");
  if (site.target === undefined) {
    return plainCard(name, "unknown source", "No properties file declares this source.");
  }
  const { target } = site;
  let readers = 0;
  for (const node of project.project.nodes.values()) {
    if (node.resourceType !== "test" && node.dependsOn.includes(target)) readers++;
  }
  const note = `The run does not build sources: nothing waits here and no thread is taken. Read by ${count(readers, "node")}.`;
  return plainCard(name, "source", note);
}

/** What this one ref means to the start of `node`. */
function waitRow(
  project: ProjectSnapshot,
  node: DbtNode,
  target: DbtNode,
  site: RefSite,
): readonly CardRow[] {
  const schedule = project.schedule();
  const waiting = runPlace(schedule, node.uniqueId)?.task;
  const awaited = runPlace(schedule, target.uniqueId)?.task;
  const unsure = site.isCertain ? "" : "; stands in a branch that is not known offline";
  if (waiting === undefined || awaited === undefined) {
    return unsure === "" ? [] : [{ label: "This ref", lines: [[unsure.slice(2)]] }];
  }
  const clock = (ms: number) => runClock(ms, schedule.makespanMs);
  const earlyMs = waiting.readyMs - awaited.endMs;
  const role =
    earlyMs <= 0
      ? `the last one that ${node.name} waits for, until ${clock(awaited.endMs)}`
      : `done ${formatDuration(earlyMs)} before ${node.name} could start anyway`;
  return [{ label: "This ref", lines: [[role, unsure]] }];
}

function plainCard(title: string, subtitle: string, note: string): Card {
  return { title, subtitle, rows: [], notes: [[note]], actions: [] };
}
