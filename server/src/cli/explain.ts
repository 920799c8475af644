/** `heddle explain ID`: what hover says about one node, or about one thing of a tabular model. */
import { type ExplainAnswer, explainAnswer } from "../ide/answers/explainAnswer";
import { modelExplanation } from "../ide/tabular/modelExplanation";
import { subjectIds, subjectNamed } from "../ide/tabular/subject";
import { displayWidth, wrap } from "../report/displayWidth";
import { closestWord } from "./closest";
import type { CommandContext, CommandResult } from "./command";
import { type Failure, failure, hasFailed } from "./failure";
import { type OpenInput, openInputs } from "./inputs";
import { jsonText } from "./jsonText";

export function explain(context: CommandContext): CommandResult | Failure {
  const { args, format } = context;
  const [id, path] = args.positionals;
  if (id === undefined) return failure("heddle explain needs a model: heddle explain ID [PATH]");
  const inputs = openInputs(context, path);
  if (hasFailed(inputs)) return inputs;
  const explained = inputs.filter((input) => input.kind !== "workload");
  if (explained.length === 0) return failure(`${path ?? "."} is a workload; it has no models`);
  const answers = explained.flatMap((input) => answerOf(input, id));
  if (answers.length === 0) return unknownId(id, explained);
  const text =
    format === "json"
      ? jsonText(answers)
      : answers
          .map(({ markdown, text }) =>
            format === "markdown" ? `${markdown}\n` : `${fitted(text, context.width)}\n`,
          )
          .join("\n");
  return { text, status: 0 };
}

/** Lines wider than the terminal go on below their value, not below their label. */
function fitted(text: string, width: number): string {
  const indents = text.split("\n").map((line) => /^\S.*?\s{2,}/.exec(line)?.[0].length ?? 0);
  const indent = indents.slice(1).find((length) => length > 0) ?? 0;
  return text
    .split("\n")
    .flatMap((line) => {
      if (displayWidth(line) <= width) return [line];
      const head = line.slice(0, indent);
      const [first = "", ...rest] = wrap(line.slice(indent), width - indent);
      return [head + first, ...rest.map((more) => " ".repeat(indent) + more)];
    })
    .join("\n");
}

type Explained = Exclude<OpenInput, { kind: "workload" }>;

function answerOf(input: Explained, id: string): readonly ExplainAnswer[] {
  if (input.kind === "dbt") {
    const node = input.snapshot.findNode(id);
    return node === undefined ? [] : [explainAnswer(input.snapshot, node)];
  }
  const { model } = input.snapshot;
  const subject = model && subjectNamed(model, id);
  return subject === undefined ? [] : [modelExplanation(input.snapshot, subject)];
}

function unknownId(id: string, inputs: readonly Explained[]): Failure {
  const nodes = inputs.flatMap((input) =>
    input.kind === "dbt"
      ? [...input.snapshot.project.nodes.values(), ...input.snapshot.project.disabled.values()]
      : [],
  );
  const namesakes = nodes.filter(({ name }) => name === id);
  if (namesakes.length > 1) {
    return failure(
      `several nodes are called "${id}"; give one of ${namesakes.map(({ uniqueId }) => uniqueId).join(", ")}`,
    );
  }
  const things = inputs.flatMap((input) =>
    input.kind === "tabular" && input.snapshot.model ? subjectIds(input.snapshot.model) : [],
  );
  const near = closestWord(id, [...new Set([...nodes.map(({ name }) => name), ...things])]);
  const next = near === undefined ? "heddle models lists them" : `did you mean ${near}?`;
  const what =
    things.length === 0 ? "no model is" : "no table, Table[Column], Table/Partition or source is";
  return failure(`${what} called "${id}"; ${next}`);
}
