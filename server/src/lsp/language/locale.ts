/** Which languages Heddle speaks beside English. */

/** True for German as editors name it (`de`, `de-AT`). */
export function isGerman(locale: unknown): boolean {
  return typeof locale === "string" && /^de(?:[-_]|$)/i.test(locale);
}
