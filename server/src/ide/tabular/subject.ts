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

/** Ids of everything in a model that can be explained, sorted. */
export function subjectIds(model: TabularModel): readonly string[] {
  return [...subjectsOf(model)].map(subjectId).sort(compareText);
}

export function subjectId(subject: ModelSubject): string {
  switch (subject.kind) {
    case "model":
      return subject.model.name;
    case "dataSource":
      return subject.dataSource.name;
    case "table":
      return subject.table.name;
    case "partition":
      return `${subject.table.name}/${subject.partition.name}`;
    case "column":
      return `${subject.table.name}[${subject.column.name}]`;
  }
}

export function objectOf(subject: ModelSubject): ModelObject {
  switch (subject.kind) {
    case "model":
      return subject.model.object;
    case "dataSource":
      return subject.dataSource.object;
    case "table":
      return subject.table.object;
    case "partition":
      return subject.partition.object;
    case "column":
      return subject.column.object;
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
