/** `--what-if 'Sales[ProductKey]=re-encode:3'`: what is supposed of a tabular model's data. */
import { subjectIds, subjectNamed } from "../ide/tabular/subject";
import type { Follow } from "../tabular/changedModel";
import { canBeReencoded, LAST_SEGMENT, reencoding } from "../tabular/reencoding";
import type { TabularModel } from "../tabular/tabularModel";
import { closestWord } from "./closest";
import type { CommandContext } from "./command";
import { type Failure, failure, hasFailed } from "./failure";
import type { TabularInput } from "./openTabular";

const RE_ENCODE = /=\s*re-encode(?:\s*:\s*(\S*))?\s*$/;

/** Whether a word of `--what-if` is about data; the others are about tasks. */
export function isSupposition(word: string): boolean {
  return RE_ENCODE.test(word);
}

/** What the words suppose of the model; absent where they suppose nothing. */
export function supposedOf(
  { args }: CommandContext,
  { path, snapshot }: TabularInput,
): Follow | undefined | Failure {
  const words = args.values("what-if").filter(isSupposition);
  const model = snapshot.model ?? snapshot.subject()?.model;
  if (words.length === 0 || model === undefined) return undefined;
  const follows: Follow[] = [];
  for (const word of words) {
    const follow = supposition(word, model, path);
    if (hasFailed(follow)) return follow;
    follows.push(follow);
  }
  return (now) => follows.reduce((result, follow) => follow(result), now);
}

function supposition(word: string, model: TabularModel, path: string): Follow | Failure {
  const id = word.replace(RE_ENCODE, "").trim();
  const segment = RE_ENCODE.exec(word)?.[1];
  if (segment !== undefined && !/^[1-9]\d{0,8}$/.test(segment)) {
    return failure(`--what-if ${word}: expected re-encode, or re-encode:N with N of at least 1`);
  }
  const subject = subjectNamed(model, id);
  if (subject?.kind !== "column") {
    const columns = subjectIds(model).filter((one) => one.endsWith("]"));
    const near = closestWord(id, columns);
    const next = near === undefined ? "name it as Table[Column]" : `did you mean ${near}?`;
    return failure(`--what-if ${word}: ${path} has no column ${id}; ${next}`);
  }
  const { table, column } = subject;
  if (!canBeReencoded(column)) {
    return failure(
      `--what-if ${word}: only a loaded number without encodingHint hash can be encoded anew; ${table.name}[${column.name}] is a ${column.dataType} ${column.kind} column`,
    );
  }
  const met = segment === undefined ? LAST_SEGMENT : Number(segment);
  return reencoding({ table, columns: [column] }, met);
}
