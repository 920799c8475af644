/** Random selectors of a selectors.yml in the words of a project; the same seed gives the same ones. */
import { pick, type Random, randomOf } from "../../../examples/ecommerceRandom";
import type { Manifest } from "../../../server/src/dbt/artifacts/manifest";
import type { Json } from "../../../server/src/dbt/project";
import { criterion, type Vocabulary, vocabulary } from "./randomSelections";

export type RandomSelector = {
  readonly name: string;
  readonly default?: boolean;
  readonly definition: Json;
};

interface Drawing {
  readonly random: Random;
  readonly words: Vocabulary;
  /** Selectors above, which this one may use. */
  readonly above: readonly string[];
}

/** `count` selectors that dbt takes: every form of a definition, nested up to three deep. */
export function randomSelectors(
  manifest: Manifest,
  count: number,
  seed: string,
): readonly RandomSelector[] {
  const random = randomOf(`selectors ${seed}`);
  const words = vocabulary(manifest);
  const above: string[] = [];
  return Array.from({ length: count }, (_, index) => {
    const name = `drawn_${index}`;
    const definition = definitionOf({ random, words, above }, 3);
    above.push(name);
    return { name, definition };
  });
}

function definitionOf(drawing: Drawing, depth: number): Json {
  const { random, words, above } = drawing;
  const form = random();
  if (depth > 0 && form < 0.3) return groupOf(drawing, "union", depth);
  if (depth > 0 && form < 0.5) return groupOf(drawing, "intersection", depth);
  if (form < 0.6 && above.length > 0) return { method: "selector", value: pick(random, above) };
  if (form < 0.75) return criterion(random, words);
  const [method, value] = methodOf(drawing);
  return form < 0.85 ? { [method]: value } : methodForm(drawing, method, value, depth);
}

function groupOf(drawing: Drawing, kind: "union" | "intersection", depth: number): Json {
  const { random } = drawing;
  const parts = Array.from({ length: 1 + Math.floor(random() * 3) }, () =>
    definitionOf(drawing, depth - 1),
  );
  if (random() < 0.4) parts.push({ exclude: excludedOf(drawing, depth) });
  // dbt takes one exclude in a list, and a method with an exclude of its own counts as that.
  const first = parts.findIndex(isExclude);
  return { [kind]: parts.filter((part, index) => index === first || !isExclude(part)) };
}

function isExclude(part: Json): boolean {
  return typeof part === "object" && part !== null && "exclude" in part;
}

function excludedOf(drawing: Drawing, depth: number): readonly Json[] {
  return Array.from({ length: 1 + Math.floor(drawing.random() * 2) }, () =>
    definitionOf(drawing, depth - 1),
  );
}

/** A method with the keys that only selectors.yml has. */
function methodForm(drawing: Drawing, method: string, value: string, depth: number): Json {
  const { random } = drawing;
  const chance = (share: number): boolean => random() < share;
  const isAt = chance(0.2);
  return {
    method,
    value,
    ...(isAt && { childrens_parents: true }),
    ...(!isAt && chance(0.4) && { children: true }),
    ...(chance(0.4) && { parents: true }),
    ...(chance(0.2) && { parents_depth: pick(random, [0, 1, 2]) }),
    ...(chance(0.2) && { children_depth: pick(random, [0, 1, 2]) }),
    ...(chance(0.3) && {
      indirect_selection: pick(random, ["eager", "cautious", "buildable", "empty"]),
    }),
    ...(depth > 0 && chance(0.3) && { exclude: excludedOf(drawing, depth) }),
  };
}

/** A method and a value: `tag`, `nightly`. */
function methodOf({ random, words }: Drawing): readonly [string, string] {
  const keys = [...words.keys()].filter((key) => /^\d+ [a-z_]+[.:]$/.test(key));
  const key = pick(random, keys);
  const method = key.slice(key.indexOf(" ") + 1, -1);
  const value = pick(random, words.get(key)!);
  if (key.endsWith(":")) return [method, value];
  const colon = value.indexOf(":");
  return [`${method}.${value.slice(0, colon)}`, value.slice(colon + 1)];
}
