/** How answers are printed as JSON: one document, or a list where PATH named several inputs. */

/** Indented JSON that ends in a line feed. */
export function jsonText(answers: readonly unknown[]): string {
  return `${JSON.stringify(answers.length === 1 ? answers[0] : answers, null, 2)}\n`;
}
