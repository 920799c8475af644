/**
 * One client's session: what it can do, what it has open, which projects it looks at. Passed to
 * every request and notification as their first argument.
 */
import { relativePath } from "../base/fileSystem";
import type { Site } from "../dbt/project";
import type { CardAction, LinkTargets } from "../ide/card";
import { type OtherClock, otherMoment } from "../ide/otherClock";
import type { CommandTarget } from "../protocol";
import type { ModelSnapshot } from "../workspace/openModel";
import type { ProjectSnapshot } from "../workspace/snapshot";
import type { ClientFeatures } from "./capabilities";
import type { Documents } from "./documents";
import { BUDGETS, type Environment } from "./environment";
import { alignCase, pathOfUri } from "./fromLsp";
import type { Words } from "./language/words";
import type { Projects } from "./projects";
import { type FileHome, type UriOf, uriOfFile, uriOfPath } from "./toLsp";
import type { TypingPause } from "./typingPause";

export interface Session {
  readonly client: ClientFeatures;
  /** The language that the client shows. */
  readonly words: Words;
  readonly environment: Environment;
  readonly documents: Documents;
  readonly projects: Projects;
  /** Folders with the URI by which the client names them. */
  folderUris: ReadonlyMap<string, string>;
  /** What the client has asked for by itself so far; that is not pushed to it. */
  readonly pulls: { documents: boolean; workspace: boolean };
  /** One line for the log of the editor. */
  readonly log: (line: string) => void;
  /** A message for the person, for clients that cannot show anything better. */
  readonly show: (text: string) => void;
  /** Whether somebody is typing. */
  readonly pause: TypingPause;
  /** Something has changed: what is on screen is brought up to date after `ms`. */
  readonly settle: (ms: number) => void;
  /** Paths that changed on disk; taken over together after `ms`. */
  readonly noticeDisk: (paths: readonly string[], ms: number) => void;
  /** Asks the client for its settings; settles when they are known or it did not answer in time. */
  readonly askSettings: () => Promise<void>;
}

/** A file of a project. */
export interface Located {
  readonly project: ProjectSnapshot;
  /** Relative to the project's root. */
  readonly file: string;
}

/** Absolute path of a URI, in the spelling of the folder it lies in. */
export function pathOf(session: Session, uri: string): string | undefined {
  const known = session.documents.pathOf(uri);
  if (known !== undefined) return known;
  const path = pathOfUri(uri);
  if (path === undefined || !session.environment.ignoresCase) return path;
  return alignCase(path, session.projects.folders);
}

/** The project file behind a URI; absent for other files and where Heddle is switched off. */
export function locate(session: Session, uri: string): Located | undefined {
  const path = pathOf(session, uri);
  if (path === undefined || !session.projects.settingsOf(path).enable) return undefined;
  const project = session.projects.projectOf(path);
  return project && { project, file: relativePath(project.project.root, path) };
}

/** A file of a tabular model, or the model itself. */
export interface LocatedModel {
  readonly model: ModelSnapshot;
  /** Relative to the model's root; its own path where the model is meant. */
  readonly file: string;
}

/**
 * The tabular model or TMSL script behind a URI: a file of it, its folder, or the first below a
 * folder that holds no dbt project. Absent for everything else and where Heddle is switched off.
 */
export function locateModel(session: Session, uri: string): LocatedModel | undefined {
  const path = pathOf(session, uri);
  if (path === undefined || !session.projects.settingsOf(path).enable) return undefined;
  const { models } = session.projects;
  const model = models.modelOf(path) ?? firstModelBelow(session, path);
  return model && { model, file: relativePath(model.project.root, path) };
}

function firstModelBelow({ projects }: Session, path: string): ModelSnapshot | undefined {
  if (/\.\w+$/.test(path)) return undefined;
  const inside = (one: string) => one === path || one.startsWith(`${path}/`);
  if (projects.roots().some((root) => inside(root) || path.startsWith(`${root}/`)))
    return undefined;
  const below = projects.models.paths().filter(inside);
  const opened = below.flatMap((one) => projects.models.modelOf(one) ?? []);
  return opened.find(({ model }) => model !== undefined) ?? opened[0];
}

/** The client's own spelling of a path: of an open document, of its folder, else the usual one. */
export function uriWriter(session: Session): UriOf {
  return (path) => {
    const open = session.documents.uriOf(path);
    if (open !== undefined) return open;
    for (const [folder, uri] of session.folderUris) {
      if (path.startsWith(`${folder}/`)) {
        const below = path.slice(folder.length + 1);
        return `${uri.replace(/\/$/, "")}${uriOfPath(`/${below}`).slice("file://".length)}`;
      }
    }
    return uriOfPath(path);
  };
}

/** The same project at another time of day; absent where reading it once more would take long. */
export function otherClock(
  session: Session,
  { project, settings }: ProjectSnapshot,
): OtherClock | undefined {
  if (project.nodes.size > BUDGETS.nodesReadTwice) return undefined;
  const moment = otherMoment(settings.at === "" ? session.environment.now() : settings.at);
  return {
    ...moment,
    project: () => session.projects.variantOf(project.root, { at: moment.at }),
  };
}

/** How links in Markdown are written for this client. */
export function linkTargets(
  session: Session,
  { project, file }: { readonly project: FileHome; readonly file: string },
): LinkTargets {
  const uriOf = uriWriter(session);
  const own = uriOfFile(project, file, uriOf);
  return {
    site: (site) => siteAddress(project, site, uriOf),
    command: (action) => (session.client.hasCommands ? commandAddress(action, own) : undefined),
  };
}

/** `file:///shop/dbt_project.yml#L31`, which editors open at the line. */
function siteAddress(project: FileHome, { file, span }: Site, uriOf: UriOf): string {
  const { line } = project.linesOf(file).positionAt(span.start);
  return `${uriOfFile(project, file, uriOf)}#L${line + 1}`;
}

function commandAddress({ command, id }: CardAction, uri: string): string {
  const target: CommandTarget = { uri, ...(id !== undefined && { id }) };
  return `command:${command}?${encodeURIComponent(JSON.stringify([target]))}`;
}
