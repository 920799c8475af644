/** `heddle/projects`: which projects and tabular models there are. Of projects it reads the names only. */
import { baseName, isFailure, joinPath } from "../../base/fileSystem";
import type { CustomRequests } from "../../protocol";
import type { RequestHandler } from "../guard";
import { type Session, uriWriter } from "../session";

const kind = "tabular" as const;

export const projects: RequestHandler<object, CustomRequests["heddle/projects"]["result"]> = {
  neutral: () => ({ projects: [] }),
  answer(session) {
    const uriOf = uriWriter(session);
    const roots = session.projects.roots();
    const models = session.projects.models.paths().flatMap((path) => {
      const opened = session.projects.models.modelOf(path);
      return opened?.model === undefined ? [] : [{ uri: uriOf(path), name: opened.name, kind }];
    });
    return {
      projects: [
        ...roots.map((root) => ({ uri: uriOf(root), name: nameOf(session, root) })),
        ...models,
      ],
    };
  },
};

/** As dbt_project.yml says on a line of its own, else the folder's name. */
function nameOf({ environment }: Session, root: string): string {
  const read = environment.fileSystem.read(joinPath(root, "dbt_project.yml"));
  const named = isFailure(read) ? null : /^name:[ \t]*["']?([\w-]+)/m.exec(read.text);
  return named?.[1] ?? baseName(root);
}
