/**
 * References that properties files write as text (`ref('x')`): their place is the site of what
 * holds them, looked up when somebody asks.
 */
import type { Span } from "../../base/text";
import type { YamlPath } from "../../yaml/parseYaml";
import { scanLiteralCalls } from "../literal/scanCalls";
import type { RefCall } from "../nodes/rendering";
import type { Site } from "../project";
import type { PropertyEntry } from "../properties/propertyEntry";
import { spanIn } from "../properties/readProperties";

/** A place in an entry of a properties file; a class because projects have one per generic test. */
export class EntrySite implements Site {
  constructor(
    private readonly entry: PropertyEntry,
    /** Path of what it stands in, which all tests of one list share. */
    private readonly container: YamlPath,
    private readonly last: YamlPath[number],
  ) {}

  get file(): string {
    return this.entry.file.path;
  }

  get span(): Span {
    return spanIn(this.entry, this.path);
  }

  /** Path within the entry. */
  get path(): YamlPath {
    return [...this.container, this.last];
  }
}

/** One reference at a site; a class for the same reason. */
export class SiteRef implements RefCall {
  constructor(
    private readonly written: WrittenRef,
    private readonly site: Site,
  ) {}

  get kind(): RefCall["kind"] {
    return this.written.kind;
  }

  get args(): readonly string[] {
    return this.written.args;
  }

  get version(): RefCall["version"] {
    return this.written.version;
  }

  get isCertain(): boolean {
    return true;
  }

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

/** A reference without its place. */
export type WrittenRef = Pick<RefCall, "kind" | "args" | "version">;

/** References written as a bare call; all of them stand at `site`. */
export function literalRefs(text: string, site: Site): readonly RefCall[] {
  return refsAt(writtenRefs(text), site);
}

/** The references of a bare call, placed at `site`. */
export function refsAt(refs: readonly WrittenRef[], site: Site): readonly RefCall[] {
  return refs.map((written) => new SiteRef(written, site));
}

/** The references that a text is, where it is a bare call. */
export function writtenRefs(text: string): readonly WrittenRef[] {
  const ref = REF.exec(text);
  if (ref !== null) return [{ kind: "ref", args: [ref[1]!], version: ref[2] ?? null }];
  const source = SOURCE.exec(text);
  if (source !== null) {
    return [{ kind: "source", args: [source[1]!, source[2]!], version: null }];
  }
  return scanLiteralCalls(`{{ ${text} }}`, "", 0)?.refs ?? [];
}
