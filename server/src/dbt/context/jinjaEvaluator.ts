/**
 * Evaluates a project's Jinja as dbt does while parsing: every name of its contexts, the project's
 * macros and dbt's own, calls recorded instead of made. Source: dbt-core 1.11
 * `context/providers.py`, `context/macros.py`, `clients/jinja.py`.
 */

import { renderTemplate } from "../../jinja/render";
import { parseTemplate } from "../../jinja/template";
import { BUILTIN_TESTS } from "../builtins/builtinTests";
import type { Evaluator, RenderRequest, TestCallRequest } from "../evaluator";
import type { Rendering } from "../nodes/rendering";
import { checkCalls } from "./checkCalls";
import { compileFault } from "./compileCheck";
import { descriptionRenderer } from "./descriptions";
import type { EvaluatorCore, EvaluatorInput } from "./evaluation";
import { faultOf, syntaxFault } from "./evaluationFaults";
import { evaluatorCore } from "./evaluatorCore";
import { isHarmless } from "./harmless";
import { lateReferences } from "./lateReferences";
import type { AskedMacros } from "./macroLookups";
import { builtinMacroId, macroById } from "./macroTable";
import { nameMacros } from "./nameMacros";
import { propertiesRenderer } from "./propertiesRenderer";
import { newRecording, renderingOf, siteOf } from "./recording";
import { recordingMacros } from "./recordingMacros";
import { silentMacros } from "./silentMacros";
import { renderTestCall } from "./testCalls";
import { whereMacro } from "./testNames";

/** A rendering that is remembered, and the answers that it rests on. */
interface KeptRendering {
  known: { readonly asked: AskedMacros; readonly rendering: Rendering } | undefined;
}

/** An evaluator over dbt's contexts. */
export function jinjaEvaluator(
  input: EvaluatorInput,
): Evaluator & { readonly core: EvaluatorCore } {
  const core = evaluatorCore(input);
  const names = nameMacros(core);
  const properties = propertiesRenderer(core);
  const { table, tried } = input;
  const mayRecord = recordingMacros(table);
  const wheres = new Map<string, { readonly id: string | undefined }>();
  return {
    core,
    get macros() {
      return table.macros;
    },
    hasMacro: (packageName, name) => table.findIn(packageName, name) !== undefined,
    renderNode: (request) => {
      const { memory } = input.resolution();
      const { draft, site } = request;
      // A hook's site ends elsewhere when the hook beside it is edited, and all it refers to stands there.
      const place =
        site === undefined ? request.offset : `${site.file} ${site.span.start} ${site.span.end}`;
      const key = `${input.signature}\0${draft.uniqueId}\0${request.file}\0${place}\0${request.text}`;
      const kept = memory.of("rendering", key, (): KeptRendering => ({ known: undefined }));
      if (kept.known === undefined || !table.answersAlike(kept.known.asked)) {
        const { result, asked } = table.watch(() => renderWatched(core, request));
        kept.known = { asked, rendering: { ...result, asked: [asked] } };
      }
      return kept.known.rendering;
    },
    propertiesText: properties,
    descriptionText: descriptionRenderer(core),
    nameOf: names,
    silentMacro: silentMacros(table),
    macroId: (packageName, name, namespace) => macroId(input, packageName, name, namespace),
    testMacro(uniqueId) {
      const macro = macroById(table, uniqueId);
      if (macro === undefined) return BUILTIN_TESTS.get(uniqueId);
      const { source } = macro.template;
      return {
        parameters: macro.parameters,
        takesMore: /\bkwargs\b/.test(source),
        isRun: mayRecord(uniqueId),
      };
    },
    whereMacro(testMacro) {
      const key = testMacro ?? "";
      let where = wheres.get(key);
      if (where === undefined) {
        const test = testMacro === undefined ? undefined : macroById(table, testMacro);
        const found = whereMacro(core, test)?.uniqueId ?? builtinMacroId("get_where_subquery");
        where = { id: found };
        wheres.set(key, where);
      }
      return where.id;
    },
    isTestNew(uniqueId) {
      if (tried.has(uniqueId)) return false;
      tried.add(uniqueId);
      return macroById(table, uniqueId) !== undefined;
    },
    renderTest: (request: TestCallRequest) => renderTestCall(core, request),
  };
}

function macroId(
  { table }: EvaluatorInput,
  packageName: string,
  name: string,
  namespace: string | undefined,
): string | undefined {
  if (namespace === "dbt") return builtinMacroId(name);
  const found =
    namespace === undefined ? table.find(packageName, name) : table.findIn(namespace, name);
  if (found !== undefined) return found.uniqueId;
  if (namespace === undefined || !table.has(namespace)) {
    // Of several packages' macros of one name, dbt keeps the last.
    const last = namespace === undefined ? table.lastNamed(name) : undefined;
    if (last !== undefined) return last.uniqueId;
  }
  return namespace === undefined || table.has(namespace) ? builtinMacroId(name) : undefined;
}

function renderWatched(core: EvaluatorCore, request: RenderRequest): Rendering {
  const { watch } = core.input;
  if (watch === undefined) return renderNode(core, request);
  if (!watch.begin(request.file, request.text)) return refusal(request);
  try {
    return renderNode(core, request);
  } finally {
    watch.end();
  }
}

/** What stands for the rendering of a text that is left alone. */
function refusal({ draft, file, offset, site, text }: RenderRequest): Rendering {
  const recording = newRecording({ packageName: draft.package.name, draft, file, offset, site });
  recording.unknowns.add("everything: this text is not evaluated");
  recording.faults.push({
    file: site?.file ?? file,
    span: site?.span ?? { start: offset, end: offset + (text.split("\n", 1)[0]?.length ?? 0) },
    code: "evaluation-error",
    message:
      "Evaluating this text took the language server down, so it is left alone until it changes.",
  });
  return renderingOf(recording, "");
}

/** Types whose code dbt compiles as it stands in its file. */
const COMPILED: ReadonlySet<string> = new Set(["model", "test", "snapshot", "analysis"]);

function renderNode(core: EvaluatorCore, request: RenderRequest): Rendering {
  const { draft, text, file, offset, site } = request;
  const recording = newRecording({ packageName: draft.package.name, draft, file, offset, site });
  const template = parseTemplate(text, { file });
  recording.own = template;
  for (const problem of template.problems) {
    recording.faults.push(syntaxFault(recording, problem));
  }
  const stray = template.definitions.find(({ kind }) => kind === "snapshot");
  if (stray !== undefined) {
    recording.faults.push({
      ...siteOf(recording, template, stray.nameSpan, core.input.table.placeOf),
      code: "jinja-syntax",
      isOfCore: true,
      message:
        "Snapshots belong in a folder of `snapshot-paths`: dbt knows no tag `snapshot` here.",
    });
  }
  const result = core.during(recording, () =>
    renderTemplate(template, core.contextOf(recording), core.options),
  );
  if (result.error !== undefined && template.problems.length === 0) {
    recording.faults.push(faultOf(core, recording, result.error));
  }
  if (result.error === undefined) checkCalls(core, recording, template);
  const late = lateReferences(recording, template, core.input.table.placeOf);
  const isCompiled = site === undefined && COMPILED.has(draft.resourceType);
  const mayFail =
    isCompiled &&
    result.error === undefined &&
    recording.faults.length === 0 &&
    !isHarmless(core.input.table, recording.packageName, template);
  if (mayFail) {
    const fault = compileFault(core, recording, template);
    if (fault !== undefined) recording.faults.push(fault);
  }
  const rendering = renderingOf(recording, result.text);
  return late.length === 0 ? rendering : { ...rendering, late };
}
