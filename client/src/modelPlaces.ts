/**
 * Where the models of one project stand: all that the extension itself keeps of them while a Schedule
 * panel is open. Filled page by page; knows no editor.
 */

import type { Range } from "../../server/src/base/text";
import type { ModelEntry, ModelsResult } from "../../server/src/protocol";

interface ModelPlace {
  /** Relative to the project's folder. */
  readonly file: string;
  readonly range: Range | undefined;
}

export interface ModelPlaces {
  add(models: readonly ModelEntry[]): void;
  readonly count: () => number;
  ofId(id: string): ModelPlace | undefined;
  /** The first model of a file. */
  idOfFile(file: string): string | undefined;
}

export function createModelPlaces(): ModelPlaces {
  const places = new Map<string, ModelPlace>();
  const ids = new Map<string, string>();
  return {
    add(models) {
      for (const { uniqueId, file, range } of models) {
        places.set(uniqueId, { file, range });
        if (!ids.has(file)) ids.set(file, uniqueId);
      }
    },
    count: () => places.size,
    ofId: (id) => places.get(id),
    idOfFile: (file) => ids.get(file),
  };
}

/** The project behind a panel: its name, its folder as a URI, its models' places. */
export interface KnownProject extends Pick<ModelsResult, "rootUri"> {
  readonly name: string;
  readonly places: ModelPlaces;
}
