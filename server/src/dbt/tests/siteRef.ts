/**
 * References that properties files write as text (`ref('x')`): their place is the site of what
 * holds them, looked up when somebody asks.
 */
import type { Span } from "../../base/text";
import { scanLiteralCalls } from "../literal/scanCalls";
import type { RefCall } from "../nodes/rendering";
import type { Site } from "../project";
import type { PropertyEntry } from "../properties/propertyEntry";
import { spanIn } from "../properties/readProperties";

/** A place in an entry of a properties file; a class because projects have one per generic test. */
export class EntrySite implements Site {
  constructor(
    private readonly entry: PropertyEntry,
    private readonly path: readonly (string | number)[],
  ) {}

  get file(): string {
    return this.entry.file.path;
  }

  get span(): Span {
    return spanIn(this.entry, this.path);
  }
}

/** One reference at a site; a class for the same reason. */
export class SiteRef implements RefCall {
  readonly isCertain = true;

  constructor(
    readonly kind: RefCall["kind"],
    readonly args: readonly string[],
    readonly version: RefCall["version"],
    private readonly site: Site,
  ) {}

  get file(): string {
    return this.site.file;
  }

  get span(): Span {
    return this.site.span;
  }

  get nameSpan(): Span {
    return this.site.span;
  }
}

const REF = /^ref\('([\w.]+)'(?:, version='([\w.]+)')?\)$/;
const SOURCE = /^source\('([\w.]+)', '([\w.]+)'\)$/;

/** References written as a bare call; all of them stand at `site`. */
export function literalRefs(text: string, site: Site): readonly RefCall[] {
  const ref = REF.exec(text);
  if (ref !== null) return [new SiteRef("ref", [ref[1]!], ref[2] ?? null, site)];
  const source = SOURCE.exec(text);
  if (source !== null) return [new SiteRef("source", [source[1]!, source[2]!], null, site)];
  const calls = scanLiteralCalls(`{{ ${text} }}`, "", 0);
  return (calls?.refs ?? []).map(
    ({ kind, args, version }) => new SiteRef(kind, args, version, site),
  );
}
