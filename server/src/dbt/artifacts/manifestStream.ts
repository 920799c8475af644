/**
 * Reads a manifest of any size in bounded memory: node by node from the bytes of the file, keeping
 * what a comparison needs and dropping code, descriptions and lineage maps.
 */
import type { FileSystem } from "../../base/fileSystem";
import { isFailure } from "../../base/fileSystem";
import type { Problem } from "../../base/problem";
import { jsonStream } from "./jsonStream";
import { artifactProblem, type JsonRecord, recordOf } from "./jsonValue";
import { type Manifest, type ManifestNode, manifestHead, nodeOf, SECTIONS } from "./manifest";

export interface ManifestReader {
  /** The next bytes of the file; they may be overwritten afterwards. */
  push(bytes: Uint8Array): void;
  end(): { readonly manifest?: Manifest; readonly problems: readonly Problem[] };
}

/** A reader of the manifest called `file`; nodes come without code and further fields. */
export function manifestReader(file: string): ManifestReader {
  const nodes = new Map<string, ManifestNode>();
  const sources = new Map<string, ManifestNode>();
  const disabled = new Set<string>();
  const problems: Problem[] = [];
  const sections = new Set<string>(SECTIONS);
  let metadata: JsonRecord = {};
  let hasNodes = false;
  const parse = (text: string): JsonRecord | undefined => {
    try {
      return recordOf(JSON.parse(text));
    } catch (error) {
      const reason = error instanceof Error ? error.message : "it is not JSON";
      if (problems.length === 0) {
        problems.push(artifactProblem(file, `cannot be read as JSON: ${reason}`));
      }
      return undefined;
    }
  };
  const stream = jsonStream(
    (key) => {
      if (key === "nodes") hasNodes = true;
      if (sections.has(key) || key === "sources" || key === "disabled") return "entries";
      return key === "metadata" ? "value" : "skip";
    },
    ([section, uniqueId], text) => {
      if (uniqueId === undefined) {
        if (section === "metadata") metadata = parse(text) ?? {};
        return;
      }
      const id = keyText(uniqueId);
      if (section === "disabled") {
        disabled.add(id);
        return;
      }
      const fields = parse(text);
      if (fields === undefined) return;
      const node = nodeOf(id, fields);
      (section === "sources" ? sources : nodes).set(id, { ...node, rawCode: "", fields: {} });
    },
  );
  return {
    push: stream.push,
    end() {
      const failure = stream.end();
      if (failure !== undefined) {
        return { problems: [artifactProblem(file, `cannot be read as JSON: ${failure}`)] };
      }
      const head = manifestHead(file, metadata);
      if (!hasNodes || head === undefined) {
        return { problems: [artifactProblem(file, "is no dbt manifest")] };
      }
      return { manifest: { ...head, nodes, sources, macros: new Map(), disabled }, problems };
    },
  };
}

/** Reads the manifest at an absolute path, in pieces where the file system gives them. */
export function readManifest(
  fileSystem: FileSystem,
  path: string,
): { readonly manifest?: Manifest; readonly problems: readonly Problem[] } {
  const reader = manifestReader(path);
  const chunks = fileSystem.chunks?.(path);
  if (chunks !== undefined && !isFailure(chunks)) {
    for (const bytes of chunks) reader.push(bytes);
    return reader.end();
  }
  const result = chunks ?? fileSystem.read(path);
  if (isFailure(result)) {
    const site = { file: path, span: { start: 0, end: 0 } };
    const message = `${result.message}.`;
    return { problems: [{ ...site, code: "unreadable-artifact", severity: "warning", message }] };
  }
  reader.push(new TextEncoder().encode(result.text));
  return reader.end();
}

/** Keys arrive as they are written, with JSON's escapes. */
function keyText(key: string): string {
  if (!key.includes("\\")) return key;
  try {
    return String(JSON.parse(`"${key}"`));
  } catch {
    return key;
  }
}
