/**
 * The targets that a project's profile offers, read from the file that the thread count comes from.
 * Empty where no profiles.yml decides anything.
 */
import type { TargetsResult } from "../protocol";
import type { ProjectSnapshot } from "../workspace/snapshot";
import { parseYaml } from "../yaml/parseYaml";
import { entryOf, isYamlMap } from "../yaml/values";

/** Targets in the order of the file. The profile is the first one that holds the present target. */
export function targets(snapshot: ProjectSnapshot): TargetsResult {
  const { threads, target } = snapshot.project;
  const current = target?.name ?? null;
  const text = threads.site && snapshot.textOf(threads.site.file);
  const profiles = text === undefined ? null : parseYaml(text).value;
  for (const profile of isYamlMap(profiles) ? Object.values(profiles) : []) {
    const outputs = isYamlMap(profile) ? entryOf(profile, "outputs") : undefined;
    if (!isYamlMap(outputs)) continue;
    const names = Object.keys(outputs);
    if (current === null || names.includes(current)) return { targets: names, current };
  }
  return { targets: current === null ? [] : [current], current };
}
