/**
 * A Python model's `dbt.ref`, `dbt.source` and `dbt.config` calls, read from their literals as
 * dbt reads them from the syntax tree, and what dbt refuses in such a file.
 * Source: dbt-core 1.11 `parser/models.py`.
 */
import { parseTemplate } from "../../jinja/template";
import type { YamlValue } from "../../yaml/values";
import { readArguments } from "../literal/literals";
import type { NodeDraft } from "../nodes/nodeDraft";
import {
  type ConfigCall,
  EMPTY_RENDERING,
  type RefCall,
  type RenderFault,
  type Rendering,
} from "../nodes/rendering";
import { holdsIn } from "../release";
import { hasJinja } from "../render/yamlRender";
import type { Resolution } from "../resolution";
import { type PythonScan, scanPythonLines } from "./logicalLines";

const DBT_CALL = /\bdbt\s*\.\s*(ref|source|config\s*\.\s*get|config\s*\.\s*meta_get|config)\s*\(/g;

/** Reads a Python model. Never throws. */
export function scanPythonModel({ release }: Resolution, draft: NodeDraft): Rendering {
  const areMetaKeysRead = holdsIn(release, "pythonMetaKeys");
  const { rawCode: source, file, offset } = draft;
  const faults: RenderFault[] = [];
  const refuse = (start: number, end: number, message: string, isOfCore = false): void => {
    faults.push({
      file,
      span: { start: start + offset, end: end + offset },
      code: "evaluation-error",
      message,
      isOfCore,
    });
  };
  const scan = scanPythonLines(source);
  if (scan.fault !== undefined) {
    refuse(scan.fault.span.start, scan.fault.span.end, `Python: ${scan.fault.message}.`);
    return { ...EMPTY_RENDERING, faults };
  }
  if (hasJinja(source)) {
    const isWhole = /\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}/s.test(source);
    // dbt-core reads the file as a template to see that it is none: half a tag stops it as well.
    if (isWhole || parseTemplate(source).syntaxError !== undefined) {
      const at = source.search(/\{[{%#]/);
      refuse(at, at + 2, "dbt allows no Jinja in a Python model.", !isWhole);
      return { ...EMPTY_RENDERING, faults };
    }
  }
  const printed = /^[ \t]*print[ \t]+["'\w]/m.exec(scan.uncommented);
  if (printed !== null) {
    const message = "Python: print is a function; write print(…).";
    refuse(printed.index, printed.index + printed[0].length, message);
    return { ...EMPTY_RENDERING, faults };
  }
  if (scan.lines.length === 0) return EMPTY_RENDERING;
  checkModelFunction(scan, refuse);

  const configs: ConfigCall[] = [];
  const refs: RefCall[] = [];
  const used: YamlValue[] = [];
  const defaults: YamlValue[] = [];
  const metaUsed: YamlValue[] = [];
  const metaDefaults: YamlValue[] = [];
  const unknowns: string[] = [];
  for (const match of scan.code.matchAll(DBT_CALL)) {
    const start = match.index;
    const open = start + match[0].length - 1;
    const name = match[1]!.replace(/\s/g, "");
    const call = readArguments(scan.uncommented, open);
    if (call === undefined) {
      const close = closingParenthesis(scan.code, open);
      const inside = scan.code.slice(open + 1, close);
      if (
        /["']\s*[+%]|[+%]\s*["']/.test(scan.uncommented.slice(open + 1, close)) ||
        /(?<![\w.])(?!True\b|False\b|None\b)[A-Za-z_]\w*(?!\s*=[^=])\b/.test(
          inside.replace(/\b\w+\s*=(?!=)/g, ""),
        )
      ) {
        refuse(start, close + 1, `dbt reads only literal values in dbt.${name}(…).`);
      } else unknowns.push(`dbt.${name}(…) with arguments that Heddle does not read`);
      continue;
    }
    const { args, kwargs, argSpans } = call;
    const span = { start: start + offset, end: call.end + offset };
    if (name === "config") {
      if (kwargs.size > 0 && args.length === 0) {
        configs.push({
          file,
          span,
          values: Object.fromEntries(kwargs),
          spans: new Map(
            [...call.spans].map(([key, at]) => [
              key,
              { start: at.start + offset, end: at.end + offset },
            ]),
          ),
          via: "dbt.config()",
        });
      } else if (args.length === 0) refuse(start, call.end, "dbt.config() needs an argument.");
      else refuse(start, call.end, "dbt.config() takes keyword arguments only.");
    } else if (name === "config.get") {
      used.push(args[0] ?? null);
      defaults.push(args[1] ?? null);
    } else if (name === "config.meta_get") {
      if (!areMetaKeysRead) continue;
      metaUsed.push(args[0] ?? null);
      metaDefaults.push(args[1] ?? null);
    } else {
      const texts = args.filter((arg) => typeof arg === "string");
      const isWrong = name === "source" ? args.length !== 2 : args.length < 1 || args.length > 2;
      if (isWrong || texts.length !== args.length) {
        refuse(
          start,
          call.end,
          name === "source"
            ? "dbt.source() takes a source's and a table's name."
            : "dbt.ref() takes a model's name, or a package's and a model's.",
        );
        continue;
      }
      const last = argSpans[argSpans.length - 1]!;
      const version = kwargs.get("v") ?? kwargs.get("version") ?? null;
      refs.push({
        kind: name === "source" ? "source" : "ref",
        file,
        span,
        nameSpan: { start: last.start + offset, end: last.end + offset },
        args: texts,
        version: typeof version === "string" || typeof version === "number" ? version : null,
        isCertain: true,
      });
    }
  }
  if (used.length > 0 || metaUsed.length > 0) {
    configs.push({
      file,
      span: { start: offset, end: offset },
      values: {
        config_keys_used: used,
        config_keys_defaults: defaults,
        ...(areMetaKeysRead && { meta_keys_used: metaUsed, meta_keys_defaults: metaDefaults }),
      },
      spans: new Map(),
      via: "dbt.config.get()",
    });
  }
  return { ...EMPTY_RENDERING, configs, refs, faults, unknowns };
}

/** dbt wants exactly one `def model(dbt, session)` that ends by returning one thing. */
function checkModelFunction(
  { code, lines }: PythonScan,
  refuse: (start: number, end: number, message: string) => void,
): void {
  const found = lines.filter((line) => /^def\s+model\s*\(/.test(code.slice(line.start, line.end)));
  const [first] = found;
  if (found.length !== 1 || first === undefined) {
    const at = found[1] ?? lines[0]!;
    refuse(
      at.start,
      at.end,
      `A Python model defines exactly one function named model; this file has ${found.length}.`,
    );
    return;
  }
  const header = code.slice(first.start, first.end);
  const open = header.indexOf("(");
  const parameters = splitTopLevel(header.slice(open + 1, closingParenthesis(header, open)))
    .map((part) => part.trim())
    .filter((part) => part !== "" && !part.startsWith("*") && part !== "/");
  const names = parameters.map((part) => /^\w*/.exec(part)![0]);
  if (names.length > 0 && names[0] !== "dbt") {
    refuse(first.start, first.end, "The first parameter of model() must be called dbt.");
  } else if (names.length !== 2) {
    refuse(first.start, first.end, "model() takes two parameters: dbt and the session.");
  }
  const body = lines.filter((line) => line.start > first.start);
  const end = body.findIndex((line) => line.indent <= first.indent);
  const own = end < 0 ? body : body.slice(0, end);
  const bodyIndent = own[0]?.indent;
  const last = own.filter((line) => line.indent === bodyIndent).at(-1);
  const text = last === undefined ? "" : code.slice(last.start, last.end).trim();
  const isSingleLine = own.length === 0 && /:\s*return\b/.test(header);
  if (!isSingleLine && !/^return\b/.test(text)) {
    refuse(first.start, first.end, "model() must end by returning one dataframe.");
  } else if (splitTopLevel(text.slice(6)).length > 1) {
    refuse(last!.start, last!.end, "model() returns one dataframe, not several.");
  }
}

function splitTopLevel(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const letter = text[i]!;
    if ("([{".includes(letter)) depth++;
    else if (")]}".includes(letter)) depth--;
    else if (letter === "," && depth === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

function closingParenthesis(code: string, open: number): number {
  let depth = 0;
  for (let at = open; at < code.length; at++) {
    if ("([{".includes(code[at]!)) depth++;
    else if (")]}".includes(code[at]!) && --depth === 0) return at;
  }
  return code.length - 1;
}
