/** What the server says of a saving in few words of its own, in the language of the editor. */

import type { Translate } from "./translate";

/** Titles, ways and bases of savings; other words, such as names, stay as they are. */
export function savingWords(words: string, t: Translate): string {
  const known: Readonly<Record<string, string>> = {
    "if halved": t("if halved"),
    "longest path first": t("longest path first"),
    "as the order of ready models": t("as the order of ready models"),
    simulated: t("simulated"),
    "simulated; dbt itself has no such order": t("simulated; dbt itself has no such order"),
    measured: t("measured"),
    given: t("given"),
    estimated: t("estimated"),
    assumed: t("assumed"),
  };
  return Object.hasOwn(known, words) ? (known[words] ?? words) : words;
}
