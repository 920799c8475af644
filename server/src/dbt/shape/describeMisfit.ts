/** A misfit in words that name the place, with a suggestion for a key that nobody knows. */
import { didYouMean } from "../suggest";
import type { Misfit } from "./shape";

/** `refusal` opens the sentence about a key, as `dbt 2 knows no key` does. */
export function describeMisfit(what: string, misfit: Misfit, refusal?: string): string {
  const { unknownKey, knownKeys = [], path } = misfit;
  if (unknownKey !== undefined) {
    const hint = didYouMean(unknownKey, knownKeys);
    return refusal === undefined
      ? `\`${unknownKey}\` is no key that dbt accepts here.${hint}`
      : `${refusal} '${unknownKey}' here and refuses it.${hint || (path.includes("config") ? " Put it under `meta`." : "")}`;
  }
  const where = path.filter((step) => typeof step === "string").join(".");
  return `${where === "" ? `This item of \`${what}\`` : `\`${where}\``} ${misfit.message}.`;
}
