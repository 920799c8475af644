/** What reading a dbt_project.yml needs to know besides its text. Types only. */
import type { Engine } from "../project";
import type { Release } from "../release";
import type { RenderText } from "../render/yamlRender";

export interface ProjectFileOptions {
  readonly engine: Engine;
  /** Whose keys are known; default: the usual one. */
  readonly release?: Release;
  readonly isRoot: boolean;
  /** Renders text natively in the project file's context; absent: Jinja stays unknown. */
  readonly renderText: RenderText;
}
