/** What a baseline did, in lines of plain text for every format that a person reads. */
import type { CheckAnswer } from "../ide/answers/checkAnswer";

/** None without a baseline; then one line, and one for each entry that is no longer needed. */
export function baselineLines({ baseline }: CheckAnswer): readonly string[] {
  if (baseline === undefined) return [];
  const { file, accepted, unused } = baseline;
  const gone =
    unused.length === 0
      ? []
      : [
          `no longer found, so the baseline can be written anew (heddle check --write-baseline):`,
          ...unused.map((entry) => {
            const times = entry.count === 1 ? "" : ` (${entry.count} times)`;
            return `  ${entry.file}  ${entry.code}  ${entry.text}${times}`;
          }),
        ];
  const findings = accepted === 1 ? "1 finding" : `${accepted} findings`;
  return [`${findings} of ${file} left out`, ...gone];
}
