/**
 * What one evaluation has found so far: the calls that dbt's parse context records. Exists while a
 * template runs; becomes a `Rendering`.
 */
import type { Problem } from "../../base/problem";
import type { Span } from "../../base/text";
import type { TemplateText, Value } from "../../jinja/values";
import type { NodeDraft } from "../nodes/nodeDraft";
import type { ConfigCall, NamedCall, RefCall, RenderFault, Rendering } from "../nodes/rendering";
import type { MacroTrace, Site } from "../project";

export interface Recording {
  readonly packageName: string;
  readonly draft: NodeDraft | undefined;
  /** The template that stands in the node's own file (or hook). */
  own: TemplateText | undefined;
  readonly file: string;
  readonly offset: number;
  /** Set where the text does not stand in a file as such. */
  readonly site: Site | undefined;
  readonly configs: ConfigCall[];
  readonly refs: RefCall[];
  readonly named: NamedCall[];
  readonly macros: Set<string>;
  readonly faults: RenderFault[];
  readonly unknowns: Set<string>;
  readonly logs: string[];
  readonly traces: MacroTrace[];
  readonly warnings: Problem[];
  /** Macros that are running. */
  depth: number;
  /** Names that win over those of the parse context. */
  names: ReadonlyMap<string, Value> | undefined;
}

export function newRecording(
  start: Pick<Recording, "packageName" | "draft" | "file" | "offset" | "site">,
): Recording {
  return {
    ...start,
    own: undefined,
    configs: [],
    refs: [],
    named: [],
    macros: new Set(),
    faults: [],
    unknowns: new Set(),
    logs: [],
    traces: [],
    warnings: [],
    depth: 0,
    names: undefined,
  };
}

export function renderingOf(recording: Recording, text: string): Rendering {
  return {
    configs: recording.configs,
    refs: recording.refs,
    named: recording.named,
    macros: [...recording.macros].sort(),
    faults: recording.faults,
    unknowns: [...recording.unknowns],
    logs: recording.logs,
    traces: recording.traces,
    text,
    ...(recording.warnings.length === 0 ? {} : { warnings: recording.warnings }),
  };
}

/** Where a span of a template lies in the project's files. */
export type PlaceOf = (
  template: TemplateText,
) => { readonly file: string; readonly offset: number } | undefined;

/** The site of a call, in the node's own file, a macro's file, or the hook it came from. */
export function siteOf(
  recording: Recording,
  template: TemplateText,
  span: Span,
  placeOf: PlaceOf,
): Site {
  if (template !== recording.own) {
    const place = placeOf(template);
    if (place !== undefined) {
      return {
        file: place.file,
        span: { start: span.start + place.offset, end: span.end + place.offset },
      };
    }
  }
  if (recording.site !== undefined) return recording.site;
  return {
    file: recording.file,
    span: { start: span.start + recording.offset, end: span.end + recording.offset },
  };
}
