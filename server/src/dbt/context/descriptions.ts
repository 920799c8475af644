/**
 * Renders descriptions: they see what properties files see, and `doc`. Source: dbt-core 1.11
 * `context/docs.py`.
 */
import { PythonError } from "../../jinja/errors";
import { str } from "../../jinja/print";
import { renderTemplate } from "../../jinja/render";
import { parseTemplate } from "../../jinja/template";
import { type HostCall, hostFunction, isUnknown, unknown, type Value } from "../../jinja/values";
import type { Rendered, RenderText } from "../render/yamlRender";
import { didYouMean } from "../suggest";
import { type DocBlocks, docBlocks } from "./docBlocks";
import type { EvaluatorCore } from "./evaluation";
import { propertiesNames } from "./propertiesRenderer";

const ONLY_DOC = /^\s*\{\{\s*doc\(\s*(['"])([^'"\\]*)\1\s*\)\s*\}\}\s*$/;

/** Renderers of descriptions by package. */
export function descriptionRenderer(core: EvaluatorCore): (packageName: string) => RenderText {
  const renderers = new Map<string, RenderText>();
  let blocks: DocBlocks | undefined;
  return (packageName) => {
    blocks ??= docBlocks(core.input.resolution());
    let renderer = renderers.get(packageName);
    if (renderer === undefined) {
      renderer = rendererOf(core, packageName, blocks);
      renderers.set(packageName, renderer);
    }
    return renderer;
  };
}

function rendererOf(core: EvaluatorCore, packageName: string, blocks: DocBlocks): RenderText {
  const names = propertiesNames(core, packageName);
  names.set(
    "doc",
    hostFunction("doc", (call) =>
      doc(call, blocks, packageName, core.input.resolution().missing !== undefined),
    ),
  );
  const context = { lookup: (name: string): Value | undefined => names.get(name) };
  const known = new Map<string, Rendered>();
  return (text) => {
    const [, , only] = ONLY_DOC.exec(text) ?? [];
    const block = only === undefined ? undefined : blocks.find(packageName, only, undefined);
    if (block !== undefined) return { value: block.text };
    let result = known.get(text);
    if (result === undefined) {
      const outcome = renderTemplate(parseTemplate(text), context, {
        undefinedMode: "jinja",
        bindsLocalMacros: false,
      });
      if (outcome.error !== undefined) {
        // What `doc` itself refuses, dbt 2 lets pass.
        const { message } = outcome.error;
        const isUndefined = /^(?:no docs block|doc\(\) takes [^,]*, not [^0])/.test(message);
        result = { error: message, isUndefined };
      } else if (outcome.unknown[0] !== undefined) result = { unknown: outcome.unknown[0].reason };
      else result = { value: outcome.text };
      known.set(text, result);
    }
    return result;
  };
}

/** `isFromMissing`: the block may stand in a package that is not installed. */
function doc(
  { args }: HostCall,
  blocks: DocBlocks,
  packageName: string,
  isFromMissing: boolean,
): Value {
  const gap = args.find(isUnknown);
  if (gap !== undefined) return gap;
  if (args.length < 1 || args.length > 2) {
    throw new PythonError("CompilationError", `doc() takes one or two names, not ${args.length}`);
  }
  const [first, second] = args.map((arg) => str(arg));
  const name = second ?? first!;
  const found = blocks.find(packageName, name, second === undefined ? undefined : first);
  if (found !== undefined) return found.text;
  if (isFromMissing) return unknown(`the docs block '${name}'`);
  throw new PythonError(
    "CompilationError",
    `no docs block is called '${name}'.${didYouMean(name, blocks.names())}`.replace(/\.$/, ""),
  );
}
