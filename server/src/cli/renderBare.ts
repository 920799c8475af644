/** `heddle render --template` and `--batch`: Jinja with given names, no project. */
import { isFailure } from "../base/fileSystem";
import { valueOfJson } from "../ide/answers/contextJson";
import { bareRenderAnswer, type RenderAnswer } from "../ide/answers/renderAnswer";
import { dictEntries, dictGet } from "../jinja/dicts";
import { isKind, type Value } from "../jinja/values";
import type { CommandContext } from "./command";
import { type Failure, failure, hasFailed } from "./failure";
import { absolutePath } from "./paths";

type Names = ReadonlyMap<string, Value>;

/** One template file with the names of `--context`. */
export function renderTemplateFile(context: CommandContext, file: string): RenderAnswer | Failure {
  const source = textOfFile(context, file);
  if (hasFailed(source)) return source;
  const names = contextNames(context);
  if (hasFailed(names)) return names;
  return bareRenderAnswer(source.text, names, context.io.elapsedMs);
}

/** Every entry of the list in `file`, in order. */
export function renderBatch(
  context: CommandContext,
  file: string,
): readonly RenderAnswer[] | Failure {
  const source = textOfFile(context, file);
  if (hasFailed(source)) return source;
  const { value, problem } = valueOfJson(source.text);
  if (problem !== undefined) return failure(`--batch ${file}: not valid JSON: ${problem}`);
  if (!Array.isArray(value)) {
    return failure(`--batch ${file}: expected a list of { "template", "context" }`);
  }
  const answers: RenderAnswer[] = [];
  for (const [index, entry] of value.entries()) {
    const template = isKind(entry, "dict") ? dictGet(entry, "template") : undefined;
    const names = isKind(entry, "dict") ? namesIn(dictGet(entry, "context") ?? null) : undefined;
    if (typeof template !== "string" || names === undefined) {
      return failure(
        `--batch ${file}: entry ${index} is no { "template": text, "context": object }`,
      );
    }
    answers.push(bareRenderAnswer(template, names, context.io.elapsedMs));
  }
  return answers;
}

/** Names of `--context`; none where it was not given. */
export function contextNames(context: CommandContext): Names | Failure {
  const file = context.args.value("context");
  if (file === undefined) return new Map();
  const source = textOfFile(context, file);
  if (hasFailed(source)) return source;
  const { value, problem } = valueOfJson(source.text);
  if (problem !== undefined) return failure(`--context ${file}: not valid JSON: ${problem}`);
  return namesIn(value) ?? failure(`--context ${file}: expected an object of names with values`);
}

/** Names of an object; none where it is left out; undefined where it is something else. */
function namesIn(value: Value): Names | undefined {
  if (value === null) return new Map();
  if (!isKind(value, "dict")) return undefined;
  return new Map([...dictEntries(value)].map((entry) => [String(entry.key), entry.value]));
}

function textOfFile({ io }: CommandContext, file: string): { readonly text: string } | Failure {
  const path = absolutePath(io, file);
  const read = io.fileSystem.read(path);
  return isFailure(read) ? failure(read.message.replaceAll(path, file)) : read;
}
