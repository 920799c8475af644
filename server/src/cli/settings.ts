/**
 * The settings that the command line's reading options amount to. The same shape as the editor's,
 * so that both read a project alike.
 */
import { ENGINE_NAMES } from "../dbt/engine";
import type { Settings } from "../protocol";
import { DEFAULT_SETTINGS } from "../workspace/settings";
import { parseYaml } from "../yaml/parseYaml";
import { isYamlMap, toPlain } from "../yaml/values";
import type { CommandContext } from "./command";
import { type Failure, failure, hasFailed } from "./failure";
import { absolutePath } from "./paths";
import { parsePair, threadsOf } from "./values";

/** Settings of a command; globs and folders are taken relative to where it was given. */
export function settingsOf({ args, io, command }: CommandContext): Settings | Failure {
  // Commands that simulate compare with today's run: there --threads is a part of the question.
  const threads = command.options.includes("hints") ? undefined : threadsOf(args);
  if (hasFailed(threads)) return threads;
  const env = envOf(args.values("env"));
  if (hasFailed(env)) return env;
  const vars = varsOf(args.value("vars"));
  if (hasFailed(vars)) return vars;
  const at = args.value("at");
  if (at !== undefined && Number.isNaN(Date.parse(at))) {
    return failure(`--at: "${at}" is not an ISO time; write for instance 2026-01-31T02:00:00`);
  }
  const profilesDir = args.value("profiles-dir");
  const absolute = (path: string) => absolutePath(io, path);
  return {
    ...DEFAULT_SETTINGS,
    engine: engineOf(args.value("engine")),
    target: args.value("target") ?? "",
    profilesDir: profilesDir === undefined ? "" : absolute(profilesDir),
    threads: threads ?? null,
    history: args.values("history").map(absolute),
    at: at ?? "",
    env,
    vars,
  };
}

function engineOf(text: string | undefined): Settings["engine"] {
  return ENGINE_NAMES.find((name) => name === text) ?? "auto";
}

function envOf(pairs: readonly string[]): Readonly<Record<string, string>> | Failure {
  const env: Record<string, string> = {};
  for (const text of pairs) {
    const pair = parsePair(text);
    if (pair === undefined) return failure(`--env: "${text}" is not NAME=VALUE`);
    Object.defineProperty(env, pair[0], { value: pair[1], enumerable: true, configurable: true });
  }
  return env;
}

/** dbt takes a YAML mapping: `{a: 1, b: x}` or `a: 1`. */
function varsOf(text: string | undefined): Readonly<Record<string, unknown>> | Failure {
  if (text === undefined || text.trim() === "") return {};
  const { value, problems } = parseYaml(text);
  const [problem] = problems;
  if (problem !== undefined) {
    return failure(`--vars: not valid YAML (${problem.message}); write for instance '{days: 3}'`);
  }
  if (!isYamlMap(value)) {
    return failure(
      `--vars: "${text}" is no mapping of names to values; write for instance '{days: 3}'`,
    );
  }
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, toPlain(item)]));
}
