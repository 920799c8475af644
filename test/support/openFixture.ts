/**
 * A fixture opened as a real workspace: what the command line and the language server would see.
 * Durations behind paths become one recorded run, so that they count as measured.
 */
import { baseName } from "../../server/src/base/fileSystem";
import type { Settings } from "../../server/src/protocol";
import { DEFAULT_SETTINGS } from "../../server/src/workspace/settings";
import type { ProjectSnapshot } from "../../server/src/workspace/snapshot";
import { createWorkspace } from "../../server/src/workspace/workspace";
import { type Fixture, memoryFileSystem, parseFixture } from "./fixture";

export interface OpenedFixture {
  readonly fixture: Fixture;
  readonly project: ProjectSnapshot;
}

/** The moment at which every fixture is opened, and a day after its run. */
const NOW = "2026-02-02T09:00:00.000Z";
const RUN_START = Date.parse("2026-02-01T02:00:00.000Z");

/** Opens the project of a fixture; throws where the notation or the project is broken. */
export function openFixture(source: string, settings: Partial<Settings> = {}): OpenedFixture {
  const fixture = withRecordedRun(parseFixture(source));
  const workspace = createWorkspace({
    fileSystem: fixture.fileSystem,
    settings: { ...DEFAULT_SETTINGS, ...settings },
    folders: [fixture.root],
    now: () => NOW,
  });
  const project = workspace.snapshot().projectOf(fixture.root);
  if (project === undefined) throw new Error("The fixture has no dbt project at its root.");
  return { fixture, project };
}

/** The fixture with target/run_results.json for the nodes that carry a duration. */
export function withRecordedRun(fixture: Fixture): Fixture {
  if (fixture.durations.size === 0) return fixture;
  const results = [...fixture.durations].map(([file, ms]) => ({
    status: "success",
    timing: [
      { name: "compile", started_at: at(0), completed_at: at(0) },
      { name: "execute", started_at: at(0), completed_at: at(ms) },
    ],
    thread_id: "Thread-1 (worker)",
    execution_time: ms / 1000,
    adapter_response: {},
    message: "OK",
    failures: null,
    unique_id: uniqueIdOf(file),
  }));
  const record = {
    metadata: {
      dbt_schema_version: "https://schemas.getdbt.com/dbt/run-results/v6.json",
      dbt_version: "1.11.0",
      generated_at: at(3_600_000),
      invocation_id: "00000000-0000-0000-0000-000000000001",
      env: {},
    },
    results,
    elapsed_time: 3600,
    args: { which: "run" },
  };
  const files = new Map(fixture.files);
  files.set("target/run_results.json", JSON.stringify(record));
  return { ...fixture, files, fileSystem: memoryFileSystem(files) };
}

function uniqueIdOf(file: string): string {
  const stem = baseName(file).replace(/\.[^.]*$/, "");
  if (file.startsWith("seeds/")) return `seed.shop.${stem}`;
  return `model.shop.${stem}`;
}

function at(ms: number): string {
  return new Date(RUN_START + ms).toISOString();
}
