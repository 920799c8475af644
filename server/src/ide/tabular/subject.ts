/**
 * What of a tabular model a person means: the thing whose name or property stands at a place of a
 * file, or the thing that an id names. Finds, words nothing.
 */
import { compareText } from "../../base/problem";
import type { Span } from "../../base/text";
import type { ModelObject } from "../../tabular/modelObject";
import type {
  TabularColumn,
  TabularDataSource,
  TabularModel,
  TabularPartition,
  TabularTable,
} from "../../tabular/tabularModel";
import type { ModelSnapshot } from "../../workspace/openModel";

export type ModelSubject =
  | { readonly kind: "model"; readonly model: TabularModel }
  | { readonly kind: "dataSource"; readonly dataSource: TabularDataSource }
  | { readonly kind: "table"; readonly table: TabularTable }
  | {
      readonly kind: "partition";
      readonly table: TabularTable;
      readonly partition: TabularPartition;
    }
  | { readonly kind: "column"; readonly table: TabularTable; readonly column: TabularColumn };

export interface PlacedSubject {
  readonly subject: ModelSubject;
  readonly span: Span;
}

/** Properties that Heddle has something to say about where they are written. */
const TOLD = [
  "mode",
  "datatype",
  "encodinghint",
  "isavailableinmdx",
  "maxconnections",
  "datasourcedefaultmaxconnections",
  "maxparallelismperrefresh",
];

/** The innermost thing whose name or telling property covers `offset` of `file`. O(objects). */
export function subjectAt(
  { model, linesOf }: ModelSnapshot,
  file: string,
  offset: number,
): PlacedSubject | undefined {
  if (model === undefined) return undefined;
  const lineAt = (at: number) => linesOf(file).positionAt(at).line;
  const line = lineAt(offset);
  let best: PlacedSubject | undefined;
  for (const subject of subjectsOf(model)) {
    const object = objectOf(subject);
    for (const span of placesOf(object, file)) {
      if (lineAt(span.start) !== line) continue;
      // TMDL has a line per thing; a line of JSON may hold several.
      const isHere = object.format === "tmdl" || (span.start <= offset && offset <= span.end);
      if (isHere && (best === undefined || span.start >= best.span.start)) best = { subject, span };
    }
  }
  return best;
}

/**
 * The thing that `id` names: `Sales`, `Sales[Amount]`, `Sales/Sales 2024`, a data source or the
 * model; whatever their case. O(objects).
 */
export function subjectNamed(model: TabularModel, id: string): ModelSubject | undefined {
  const wanted = plain(id);
  const subjects = [...subjectsOf(model)];
  const named = subjects.find((subject) => plain(subjectId(subject)) === wanted);
  if (named !== undefined) return named;
  // Where a name of its own is enough: a column or partition that no other table has.
  const alone = subjects.filter(
    (subject) => subject.kind !== "table" && objectOf(subject).name.toLowerCase() === wanted,
  );
  return alone.length === 1 ? alone[0] : undefined;
}

/** What a request for an explanation means: a task's table, a thing by its id, else the model. */
export function subjectAsked(
  snapshot: Pick<ModelSnapshot, "model" | "plan">,
  id: string | undefined,
): ModelSubject | undefined {
  const { model } = snapshot;
  if (model === undefined) return undefined;
  if (id === undefined) return { kind: "model", model };
  const owner = snapshot.plan()?.tasks.find(({ task }) => task.id === id);
  return owner === undefined ? subjectNamed(model, id) : { kind: "table", table: owner.table };
}

/** Ids of everything in a model that can be explained, sorted. */
export function subjectIds(model: TabularModel): readonly string[] {
  return [...subjectsOf(model)].map(subjectId).sort(compareText);
}

export function subjectId(subject: ModelSubject): string {
  const { name } = thingOf(subject);
  if (subject.kind === "partition") return `${subject.table.name}/${name}`;
  return subject.kind === "column" ? `${subject.table.name}[${name}]` : name;
}

export function objectOf(subject: ModelSubject): ModelObject {
  return thingOf(subject).object;
}

function thingOf(subject: ModelSubject): { readonly name: string; readonly object: ModelObject } {
  switch (subject.kind) {
    case "model":
      return subject.model;
    case "dataSource":
      return subject.dataSource;
    case "table":
      return subject.table;
    case "partition":
      return subject.partition;
    case "column":
      return subject.column;
  }
}

function* subjectsOf(model: TabularModel): Generator<ModelSubject> {
  for (const table of model.tables) {
    yield { kind: "table", table };
    for (const partition of table.partitions) yield { kind: "partition", table, partition };
    for (const column of table.columns) yield { kind: "column", table, column };
  }
  for (const dataSource of model.dataSources) yield { kind: "dataSource", dataSource };
  yield { kind: "model", model };
}

function* placesOf({ file, nameSpan, properties }: ModelObject, wanted: string): Generator<Span> {
  if (file === wanted) yield nameSpan;
  for (const key of TOLD) {
    const property = properties.get(key);
    if (property?.file === wanted) yield property.valueSpan;
  }
}

/** Quotes and blanks around brackets are a matter of taste in DAX. */
function plain(id: string): string {
  return id
    .trim()
    .replace(/^'(.*)'(?=\[|\/|$)/, "$1")
    .replace(/\s*\[\s*/, "[")
    .toLowerCase();
}
