/** `heddle explain ID`: what hover says about one node. */
import { type ExplainAnswer, explainAnswer } from "../ide/answers/explainAnswer";
import { displayWidth, wrap } from "../report/displayWidth";
import { closestWord } from "./closest";
import type { CommandContext, CommandResult } from "./command";
import { type Failure, failure, hasFailed } from "./failure";
import { type DbtInput, openProjects } from "./inputs";
import { jsonText } from "./jsonText";

export function explain(context: CommandContext): CommandResult | Failure {
  const { args, format } = context;
  const [id, path] = args.positionals;
  if (id === undefined) return failure("heddle explain needs a model: heddle explain ID [PATH]");
  const projects = openProjects(context, path);
  if (hasFailed(projects)) return projects;
  const answers = projects.flatMap(({ snapshot }): readonly ExplainAnswer[] => {
    const node = snapshot.findNode(id);
    return node === undefined ? [] : [explainAnswer(snapshot, node)];
  });
  if (answers.length === 0) return unknownNode(id, projects);
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

function unknownNode(id: string, projects: readonly DbtInput[]): Failure {
  const nodes = projects.flatMap(({ snapshot }) => [
    ...snapshot.project.nodes.values(),
    ...snapshot.project.disabled.values(),
  ]);
  const namesakes = nodes.filter(({ name }) => name === id);
  if (namesakes.length > 1) {
    return failure(
      `several nodes are called "${id}"; give one of ${namesakes.map(({ uniqueId }) => uniqueId).join(", ")}`,
    );
  }
  const near = closestWord(id, [...new Set(nodes.map(({ name }) => name))]);
  const next = near === undefined ? "heddle models lists them" : `did you mean ${near}?`;
  return failure(`no model is called "${id}"; ${next}`);
}
