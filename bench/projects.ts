/**
 * Many projects in one process beside a single one of the same size: what a window of a hundred teams
 * costs more than one team's. Both are read cold, in turn, until their problems are known.
 */
import { diskFileSystem } from "../server/src/node/diskFileSystem";
import { DEFAULT_SETTINGS } from "../server/src/workspace/settings";
import { createWorkspace } from "../server/src/workspace/workspace";
import { median, type Row, timeMs } from "./measure";
import { inTemporaryFolder, writeGenerated } from "./projectFolder";

const PROJECTS = 100;
const MODELS_EACH = 20;
const ROUNDS = 3;
const NOW = "2026-01-15T02:00:00Z";

/** One row; about four seconds. */
export function measureProjects(): readonly Row[] {
  return inTemporaryFolder((root) => {
    const many = Array.from({ length: PROJECTS }, (_, at) => `${root}/many/team${at}`);
    for (const [at, folder] of many.entries())
      writeGenerated(folder, MODELS_EACH, { seed: at + 1 });
    writeGenerated(`${root}/one`, PROJECTS * MODELS_EACH);
    const [manyMs, oneMs]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      manyMs.push(timeMs(() => problemsIn(many)));
      oneMs.push(timeMs(() => problemsIn([`${root}/one`])));
    }
    return [
      {
        what: `${PROJECTS} projects of ${MODELS_EACH} models`,
        ms: median(manyMs),
        beside: `one of ${PROJECTS * MODELS_EACH}`,
        besideMs: median(oneMs),
      },
    ];
  });
}

function problemsIn(folders: readonly string[]): number {
  const workspace = createWorkspace({
    fileSystem: diskFileSystem,
    settings: DEFAULT_SETTINGS,
    folders,
    now: () => NOW,
  });
  const { projects } = workspace.snapshot();
  return projects.reduce((sum, project) => sum + project.problems().length, 0);
}
