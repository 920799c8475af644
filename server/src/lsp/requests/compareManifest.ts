/** `heddle/compareManifest`: where Heddle's reading of a project differs from dbt's manifest. */
import { type FileSystem, isFailure, joinPath } from "../../base/fileSystem";
import { manifestReader } from "../../dbt/artifacts/manifestStream";
import { comparisonAnswer } from "../../ide/answers/comparisonAnswer";
import type { CompareManifestParams, CompareManifestResult } from "../../protocol";
import { comparisonReport } from "../../report/comparisonReport";
import { renderMarkdown } from "../../report/markdown";
import { type RequestHandler, throwIfCancelled } from "../guard";
import { uriWriter } from "../session";
import { locateFor } from "./custom";

/** Pieces that are read before other requests get their turn: some milliseconds of work. */
const CHUNKS_AT_ONCE = 8;

export const compareManifest: RequestHandler<CompareManifestParams, CompareManifestResult | null> =
  {
    neutral: () => null,
    async answer(session, params, token) {
      const project = locateFor(session, params)?.project.project;
      if (project === undefined) return null;
      const { environment } = session;
      const file = params.manifest ?? "target/manifest.json";
      const rootUri = uriWriter(session)(project.root);
      const path = joinPath(project.root, file);
      const reader = manifestReader(path);
      const bytes = bytesOf(environment.fileSystem, path);
      if (typeof bytes === "string") {
        const failure = `${bytes}: run \`dbt parse\` to make one.`;
        return { rootUri, comparison: null, markdown: `# Compare With Manifest\n\n${failure}\n` };
      }
      let count = 0;
      for (const chunk of bytes) {
        reader.push(chunk);
        if (++count % CHUNKS_AT_ONCE > 0) continue;
        await environment.timers.turn();
        throwIfCancelled("heddle/compareManifest", token);
      }
      const { manifest, problems } = reader.end();
      const [problem] = problems;
      if (manifest === undefined || problem !== undefined) {
        const markdown = `# Compare With Manifest\n\n${problem?.message ?? `${file} is no manifest`}.\n`;
        return { rootUri, comparison: null, markdown };
      }
      const comparison = comparisonAnswer(project, manifest, environment.fileSystem);
      return { rootUri, comparison, markdown: renderMarkdown(comparisonReport(comparison)) };
    },
  };

/** The file in pieces, or why it cannot be read. */
function bytesOf(fileSystem: FileSystem, path: string): Iterable<Uint8Array> | string {
  const chunks = fileSystem.chunks?.(path);
  if (chunks !== undefined) return isFailure(chunks) ? chunks.message : chunks;
  const result = fileSystem.read(path);
  return isFailure(result) ? result.message : [new TextEncoder().encode(result.text)];
}
