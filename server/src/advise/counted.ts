/** Numbers with their noun, for messages. */

/** `1 model`, `12 models`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
