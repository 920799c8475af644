/**
 * What a model's file cannot hold and `heddle.yml` beside it says under `tabular:`: row counts,
 * processing settings, rates and traces. Takes the parsed value; what has no meaning is passed over.
 */

import { ASSUMED_RATES, type ProcessingRates } from "./processingRates";
import type { TabularModel } from "./tabularModel";
import type { TabularLevels } from "./tabularProblems";
import { DEFAULT_PROCESSING, type ProcessingSettings } from "./tabularWorkload";

export interface Sidecar {
  /** Rows by table, or by `table/partition`, in lower case. */
  readonly rows: ReadonlyMap<string, number>;
  readonly settings: ProcessingSettings;
  /** Severity by rule, from `rules:`. */
  readonly levels: TabularLevels;
  /** Globs of traces to fit rates on, relative to heddle.yml. */
  readonly history: readonly string[];
}

const LEVELS = ["off", "error", "warning", "information", "hint"] as const;

/** `value` is the whole of heddle.yml; what its `tabular:` leaves out, key by key, is taken from `further`. */
export function readSidecar(
  value: unknown,
  further: Readonly<Record<string, unknown>> = {},
): Sidecar {
  const own = fieldsOf(fieldsOf(value)["tabular"]);
  const both = (key: string) => ({ ...fieldsOf(further[key]), ...fieldsOf(own[key]) });
  const tabular: Readonly<Record<string, unknown>> = {
    ...further,
    ...own,
    rows: both("rows"),
    rates: both("rates"),
  };
  const rows = Object.entries(fieldsOf(tabular["rows"])).flatMap(([name, count]) => {
    const found = positive(count);
    return found === undefined ? [] : [[name.toLowerCase(), found] as const];
  });
  const threads = positive(tabular["threads"]);
  const segmentRows = positive(tabular["segment_rows"]);
  const largeTableRows = positive(tabular["large_table_rows"]);
  const { encoder, connections } = tabular;
  const levels = Object.entries(fieldsOf(fieldsOf(value)["rules"])).flatMap(([code, word]) => {
    // YAML 1.1 reads `off` as false.
    const level = LEVELS.find((one) => one === (word === false ? "off" : word));
    return level === undefined ? [] : [[code, level] as const];
  });
  return {
    rows: new Map(rows),
    levels: new Map(levels),
    history: textsOf(tabular["history"]),
    settings: {
      ...DEFAULT_PROCESSING,
      ...(threads !== undefined && { threads: Math.max(1, Math.floor(threads)) }),
      ...(segmentRows !== undefined && { segmentRows }),
      ...(largeTableRows !== undefined && { largeTableRows }),
      rates: ratesOf(tabular["rates"]),
      ...((encoder === "perTable" || encoder === "perPartition") && { encoder }),
      ...((connections === "readers" || connections === "allJobs") && { connections }),
    },
  };
}

/** The model with the sidecar's row counts, which go before annotations. O(tables). */
export function withRows(model: TabularModel, { rows }: Pick<Sidecar, "rows">): TabularModel {
  if (rows.size === 0) return model;
  const tables = model.tables.map((table) => {
    const own = rows.get(table.name.toLowerCase());
    const partitions = table.partitions.map((partition) => {
      const count = rows.get(`${table.name}/${partition.name}`.toLowerCase());
      return count === undefined ? partition : { ...partition, rows: count };
    });
    return { ...table, partitions, ...(own !== undefined && { rows: own }) };
  });
  return { ...model, tables };
}

/** The assumed rates with those that the file gives. */
function ratesOf(value: unknown): ProcessingRates {
  const given: Partial<Record<string, number>> = {};
  for (const [name, rate] of Object.entries(fieldsOf(value))) {
    const key = name.replace(/_(\w)/g, (_, sign: string) => sign.toUpperCase());
    const isRate = key !== "origin" && key in ASSUMED_RATES;
    if (isRate && typeof rate === "number" && Number.isFinite(rate) && rate >= 0) given[key] = rate;
  }
  const isGiven = Object.keys(given).length > 0;
  return { ...ASSUMED_RATES, ...given, ...(isGiven && { origin: "given" as const }) };
}

function textsOf(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((one) => typeof one === "string");
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function positive(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) && value >= 1 ? value : undefined;
}
