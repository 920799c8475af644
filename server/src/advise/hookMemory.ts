/**
 * How much of a Postgres server's memory a model may take by its own pre-hooks: the settings, and
 * the least that one hash or sort step under them can use. Source: PostgreSQL, "Resource
 * Consumption" (`work_mem`, `hash_mem_multiplier`, `temp_buffers`).
 */
import { statementsOf } from "./hooks";

export interface HookMemory {
  /** Bytes of one hash step, plus the session's temporary buffers. */
  readonly bytes: number;
  /** `work_mem 2GB × 2`, as set. */
  readonly words: string;
}

/** Default since PostgreSQL 15; 1 before. */
const HASH_MULTIPLIER = 2;
const UNITS: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1024,
  mb: 1024 ** 2,
  gb: 1024 ** 3,
  tb: 1024 ** 4,
};
const SETTING =
  /^set\s+(?:local\s+|session\s+)?(work_mem|temp_buffers|hash_mem_multiplier)\s*(?:=|\s+to\s+)\s*'?\s*([\d.]+)\s*([a-z]*)\s*'?$/i;

/** What the hooks' `set` statements allow; absent where none names `work_mem` or `temp_buffers`. */
export function hookMemory(hooks: readonly string[]): HookMemory | undefined {
  let work: number | undefined;
  let buffers = 0;
  let multiplier = HASH_MULTIPLIER;
  let written = "";
  for (const statement of hooks.flatMap(statementsOf)) {
    const [, name = "", amount = "", unit = ""] = SETTING.exec(statement) ?? [];
    const value = Number(amount);
    if (name === "" || !Number.isFinite(value)) continue;
    switch (name.toLowerCase()) {
      case "hash_mem_multiplier":
        multiplier = value;
        break;
      case "temp_buffers":
        // Without a unit the number counts blocks of 8 kB.
        buffers = value * (unit === "" ? 8 * 1024 : unitBytes(unit));
        break;
      default:
        // Without a unit the number counts kB.
        work = value * (unit === "" ? 1024 : unitBytes(unit));
        written = `${amount}${unit === "" ? "kB" : unit}`;
    }
  }
  if (work === undefined && buffers === 0) return undefined;
  const bytes = (work ?? 0) * multiplier + buffers;
  const words = [
    ...(work === undefined ? [] : [`work_mem ${written} × ${multiplier}`]),
    ...(buffers === 0 ? [] : [`temp_buffers ${formatBytes(buffers)}`]),
  ].join(" + ");
  return { bytes, words };
}

function unitBytes(unit: string): number {
  return UNITS[unit.toLowerCase()] ?? 0;
}

/** `16 GB`, `512MB`, `1.5 TB` in bytes; absent where the text is no such size. */
export function parseBytes(text: string): number | undefined {
  const match = /^\s*([\d.]+)\s*([kmgt]?b)\s*$/i.exec(text);
  const value = Number(match?.[1]) * unitBytes(match?.[2] ?? "");
  return Number.isFinite(value) && value > 0 ? value : undefined;
}

/** `16 GB`, `1.5 GB`, `512 MB`. */
export function formatBytes(bytes: number): string {
  const [unit, size] = bytes >= UNITS["gb"]! ? ["GB", UNITS["gb"]!] : ["MB", UNITS["mb"]!];
  return `${Math.round((bytes / size) * 10) / 10} ${unit}`;
}
