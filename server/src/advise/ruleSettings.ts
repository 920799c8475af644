/**
 * What a project and a person tell the rules: `rules:` (severities, overlaid by the setting
 * `heddle.rules`), `server:` and `report:` of heddle.yml at the project's root.
 */
import type { Problem } from "../base/problem";
import type { Span } from "../base/text";
import { parseYaml } from "../yaml/parseYaml";
import { entryOf, isYamlMap } from "../yaml/values";
import { parseBytes } from "./hookMemory";
import { parseReportSettings, type ReportSettings } from "./reportSettings";
import type { RuleLevel } from "./rule";
import { RULE_CODES } from "./rules/index";

/** File at a project's root whose `rules:` hold for everyone who works on it. */
export const PROJECT_SETTINGS_FILE = "heddle.yml";

/** File at a project's root with the findings that it has agreed to live with. */
export const BASELINE_FILE = ".heddle-baseline.json";

const LEVELS: readonly RuleLevel[] = ["error", "warning", "information", "hint", "off"];

export interface RuleSettings {
  readonly value: ReadonlyMap<string, RuleLevel>;
  /** `server: {memory: 16GB}` in bytes. */
  readonly serverMemoryBytes?: number;
  readonly report: ReportSettings;
  readonly problems: readonly Problem[];
}

/** What heddle.yml says. Unusable entries are reported and left out. */
export function parseRuleSettings(
  text: string,
  file: string = PROJECT_SETTINGS_FILE,
): RuleSettings {
  const document = parseYaml(text);
  const levels = new Map<string, RuleLevel>();
  const problems: Problem[] = document.problems.map(({ message, span }) => ({
    file,
    span,
    code: "yaml-syntax",
    severity: "warning",
    message: `${message}; the rest of ${file} is not read.`,
  }));
  const report = (span: Span, message: string): void => {
    problems.push({
      file,
      span,
      code: "invalid-rule-settings",
      severity: "warning",
      message,
    });
  };

  if (!isYamlMap(document.value)) return { value: levels, report: {}, problems };
  const reportSettings = parseReportSettings(document, report);
  const server = entryOf(document.value, "server");
  const memory = isYamlMap(server) ? entryOf(server, "memory") : undefined;
  const serverMemoryBytes = typeof memory === "string" ? parseBytes(memory) : undefined;
  if (server !== undefined && server !== null && serverMemoryBytes === undefined) {
    report(
      document.valueSpan(memory === undefined ? ["server"] : ["server", "memory"]),
      "`server:` holds `memory`, a size with its unit such as 16GB.",
    );
  }
  const answer = () => ({
    value: levels,
    ...(serverMemoryBytes !== undefined && { serverMemoryBytes }),
    report: reportSettings,
    problems,
  });
  const rules = entryOf(document.value, "rules");
  if (rules === undefined || rules === null) return answer();
  if (!isYamlMap(rules)) {
    report(document.valueSpan(["rules"]), "`rules` is a mapping of rule names to severities.");
    return answer();
  }
  for (const [code, value] of Object.entries(rules)) {
    // YAML 1.1 reads a bare `off` as false.
    const name = value === false ? "off" : value;
    const level = LEVELS.find((known) => known === name);
    if (!RULE_CODES.has(code)) {
      report(document.keySpan(["rules", code]), `No rule is named ${code}; docs/rules lists them.`);
    } else if (level === undefined) {
      report(document.valueSpan(["rules", code]), `A severity is one of ${LEVELS.join(", ")}.`);
    } else levels.set(code, level);
  }
  return answer();
}

/** Levels of heddle.yml overlaid by those of the settings, which are nearer to the reader. */
export function mergeRuleLevels(
  project: ReadonlyMap<string, RuleLevel>,
  settings: Readonly<Record<string, RuleLevel>>,
): ReadonlyMap<string, RuleLevel> {
  return new Map([...project, ...Object.entries(settings)]);
}
