/**
 * `report:` of heddle.yml: how long a run may take and what it costs, for everybody who reads the
 * project's reports. Options of the command line win.
 */
import { parseDuration } from "../base/duration";
import type { Span } from "../base/text";
import type { YamlDocument } from "../yaml/parseYaml";
import { entryOf, isYamlMap, toPlain } from "../yaml/values";

/** What an hour costs: of each thread, or of the warehouse however many threads use it. */
export interface Price {
  readonly per: "thread-hour" | "warehouse-hour";
  /** In whatever currency the user thinks in. */
  readonly amount: number;
}

export interface ReportSettings {
  readonly deadlineMs?: number;
  readonly price?: Price;
}

const PRICES = {
  "price-per-thread-hour": "thread-hour",
  "price-per-warehouse-hour": "warehouse-hour",
} as const;

/** Usable entries; `report` is told of the others. */
export function parseReportSettings(
  document: YamlDocument,
  report: (span: Span, message: string) => void,
): ReportSettings {
  const section = isYamlMap(document.value) ? entryOf(document.value, "report") : undefined;
  if (section === undefined || section === null) return {};
  if (!isYamlMap(section)) {
    report(document.valueSpan(["report"]), "`report` is a mapping with deadline and a price.");
    return {};
  }
  let settings: ReportSettings = {};
  for (const [key, value] of Object.entries(section)) {
    const path = ["report", key];
    const plain = toPlain(value);
    if (key === "deadline") {
      const deadlineMs = typeof plain === "string" ? parseDuration(plain) : undefined;
      if (deadlineMs !== undefined) settings = { ...settings, deadlineMs };
      else report(document.valueSpan(path), "A deadline is a duration such as 45m or 1h30m.");
    } else if (key === "price-per-thread-hour" || key === "price-per-warehouse-hour") {
      const isPrice = typeof plain === "number" && Number.isFinite(plain) && plain >= 0;
      if (!isPrice) report(document.valueSpan(path), "A price is a number, 0 or more.");
      else if (settings.price === undefined) {
        settings = { ...settings, price: { per: PRICES[key], amount: plain } };
      } else report(document.keySpan(path), "There is another price already; give one of them.");
    } else {
      const known = ["deadline", ...Object.keys(PRICES)].join(", ");
      report(document.keySpan(path), `\`report\` knows ${known}; ${key} has no effect.`);
    }
  }
  return settings;
}
