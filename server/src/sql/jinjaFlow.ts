/**
 * What Jinja's tags do to the SQL around them, by their names alone: branches exclude each other,
 * and some blocks set a text aside.
 */

/** What a Jinja tag does to the flow of the SQL around it. */
export type FlowKind = "branch" | "otherwise" | "join" | "aside" | "back";

/** A Jinja tag before the significant token `index`. */
export interface FlowMark {
  readonly index: number;
  readonly kind: FlowKind;
}

/** Kind of a tag's text; none for tags that leave the SQL around them in one flow. */
export function flowKind(tag: string): FlowKind | undefined {
  const name = /^\{%[-+]?\s*(\w+)/.exec(tag)?.[1];
  switch (name) {
    case "if":
    case "for":
      return "branch";
    case "elif":
    case "else":
      return "otherwise";
    case "endif":
    case "endfor":
      return "join";
    case "set":
      // `{% set x %} … {% endset %}` keeps a text for later.
      return tag.includes("=") ? undefined : "aside";
    case "macro":
    case "call":
    case "snapshot":
      return "aside";
    case "endset":
    case "endmacro":
    case "endcall":
    case "endsnapshot":
      return "back";
    default:
      return undefined;
  }
}
