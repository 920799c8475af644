/**
 * `heddle/files`: files of the projects, for a server without a disk of its own. Text for files that
 * came or changed, none for those that went.
 */
import type { FilesParams } from "../../protocol";
import { BUDGETS } from "../environment";
import { pathOfUri } from "../fromLsp";
import type { Session } from "../session";

export function takeFiles(session: Session, { files }: FilesParams): void {
  const { takeFile } = session.environment;
  if (takeFile === undefined) return;
  const paths = files.flatMap(({ uri, text }) => {
    const path = pathOfUri(uri);
    if (path === undefined) return [];
    takeFile(path, text ?? undefined);
    return [path];
  });
  if (paths.length > 0) session.noticeDisk(paths, BUDGETS.settleDiskMs);
}
