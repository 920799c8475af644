/**
 * References of a linked node, each with its place and the id of what it leads to. Knows nothing of how
 * that was found.
 */
import type { Span } from "../base/text";
import type { RefCall } from "./nodes/rendering";
import type { RefSite } from "./project";
import { SiteRef } from "./tests/siteRef";

/** A reference with the id of the node it leads to. */
export function siteOf(ref: RefCall, target: string | undefined): RefSite {
  return ref instanceof SiteRef ? new LinkedRef(ref, target) : new PlacedRef(ref, target);
}

/** A reference in a file of its own; a class so that all of a project's have one shape. */
class PlacedRef implements RefSite {
  readonly kind: RefSite["kind"];
  readonly file: string;
  readonly args: readonly string[];
  readonly version: RefSite["version"];
  readonly isCertain: boolean;
  readonly span: Span;
  declare readonly target?: string;

  constructor({ kind, file, args, version, isCertain, span }: RefCall, target: string | undefined) {
    this.kind = kind;
    this.file = file;
    this.args = args;
    this.version = version;
    this.isCertain = isCertain;
    this.span = span;
    if (target !== undefined) this.target = target;
  }
}

/** Spans of references in YAML are computed when somebody looks. */
class LinkedRef implements RefSite {
  declare readonly target?: string;

  constructor(
    private readonly ref: SiteRef,
    target: string | undefined,
  ) {
    if (target !== undefined) this.target = target;
  }

  get kind(): RefSite["kind"] {
    return this.ref.kind;
  }

  get args(): readonly string[] {
    return this.ref.args;
  }

  get version(): RefSite["version"] {
    return this.ref.version;
  }

  get isCertain(): boolean {
    return this.ref.isCertain;
  }

  get file(): string {
    return this.ref.file;
  }

  get span(): Span {
    return this.ref.span;
  }
}
