/**
 * Finds hints that only reach disabled models, which no run will ever start. Hints that one setting
 * makes idle, such as `+enabled: false` on a folder, are one finding at that setting.
 */
import type { ConfigOrigin, DbtNode, DbtProject, Site } from "../../dbt/project";
import { hintSites, isInstalledFile, siteKey } from "../hintSites";
import { hintSpan } from "../hintSpan";
import { nodesCounted } from "../phrases";
import type { Rule } from "../rule";

const MOST_RELATED = 10;

interface IdleHint {
  readonly origin: ConfigOrigin;
  readonly nodes: DbtNode[];
}

export const hintOnDisabled: Rule = {
  code: "hint-on-disabled",
  severity: "hint",
  title: "A hint stands in a disabled model",

  *check({ project }) {
    for (const { switchedOffAt, hints } of causesOf(project, idleHints(project))) {
      const [first] = hints;
      if (first === undefined) continue;
      const nodes = hints.flatMap((hint) => hint.nodes);
      const isOne = nodes.length === 1;
      const places = hints.map(({ origin }) => ({
        file: origin.file,
        span: hintSpan(project, origin),
        message: "limits nothing",
      }));
      const where = hints.length === 1 ? undefined : switchedOffAt;
      const { file, span } = where ?? { file: first.origin.file, span: places[0]!.span };
      yield {
        file,
        span,
        message: `${nodesCounted(nodes)} ${isOne ? "is" : "are"} disabled, so ${isOne ? "its hint limits" : hints.length === 1 ? "their hint limits" : `their ${hints.length} hints limit`} nothing.`,
        related: where === undefined ? [] : places.slice(0, MOST_RELATED),
      };
    }
  },
};

/** Hints of disabled models that no enabled one takes or overrides, by place. */
function idleHints(project: DbtProject): readonly IdleHint[] {
  const live = new Set(hintSites(project).map(({ origin }) => siteKey(origin)));
  const idle = new Map<string, IdleHint>();
  for (const node of project.disabled.values()) {
    if (node.hint === undefined || node.package !== project.name) continue;
    const { origin } = node.hint;
    const key = siteKey(origin);
    if (live.has(key) || isInstalledFile(origin.file)) continue;
    const known = idle.get(key) ?? { origin, nodes: [] };
    idle.set(key, known);
    known.nodes.push(node);
  }
  return [...idle.values()];
}

/** Idle hints together where one place outside of the models switches all of them off. */
function causesOf(
  project: DbtProject,
  idle: readonly IdleHint[],
): readonly { readonly switchedOffAt?: Site; readonly hints: readonly IdleHint[] }[] {
  const causes = new Map<string, { switchedOffAt?: Site; hints: IdleHint[] }>();
  for (const hint of idle) {
    const place = sharedSwitch(project, hint.nodes);
    const key = place === undefined ? siteKey(hint.origin) : siteKey(place);
    const cause = causes.get(key) ?? { ...(place && { switchedOffAt: place }), hints: [] };
    causes.set(key, cause);
    cause.hints.push(hint);
  }
  return [...causes.values()];
}

function sharedSwitch({ files }: DbtProject, nodes: readonly DbtNode[]): ConfigOrigin | undefined {
  const places = nodes.map(({ file, origins }) => {
    const place = origins.get("enabled");
    return place === undefined || place.file === file ? undefined : place;
  });
  const [first] = places;
  if (first === undefined || !files.has(first.file)) return undefined;
  const key = siteKey(first);
  return places.every((place) => place !== undefined && siteKey(place) === key) ? first : undefined;
}
