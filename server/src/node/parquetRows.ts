/**
 * A Parquet file as CSV bytes, so that everything after reading knows one format. Null is an empty
 * field, an empty string `""`, decimals and 64-bit numbers keep every digit. One row group at a time.
 */
import { open } from "node:fs/promises";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetRead } from "hyparquet";
import type { ByteSource } from "../shred/byteStreams";
import { hashOfFile } from "./openBytes";

const ROWS_AT_ONCE = 4096;
const MICROS_PER_SECOND = 1_000_000n;

export async function openParquetRows(path: string): Promise<ByteSource> {
  const handle = await open(path, "r");
  const { size } = await handle.stat();
  const file: AsyncBuffer = {
    byteLength: size,
    async slice(start, end = size) {
      const bytes = new Uint8Array(end - start);
      await handle.read(bytes, 0, bytes.length, start);
      return bytes.buffer;
    },
  };
  const metadata = await parquetMetadataAsync(file, { geoparquet: false }).catch(
    (error: unknown) => {
      throw new Error(`${path} is no readable Parquet file: ${messageOf(error)}`);
    },
  );
  const hash = await hashOfFile(path);
  const scales = takeDecimals(metadata);
  const total = Math.max(1, Number(metadata.num_rows));
  const columns = topColumns(metadata);
  let rowsDone = 0;
  const chunks = textOf({ file, metadata, columns, scales }, (rows) => {
    rowsDone = rows;
  });
  let rest: Uint8Array = new Uint8Array(0);
  return {
    async read(into, at) {
      while (rest.length === 0) {
        const next = await chunks.next();
        if (next.done === true) return 0;
        rest = next.value;
      }
      const count = Math.min(rest.length, into.length - at);
      into.set(rest.subarray(0, count), at);
      rest = rest.subarray(count);
      return count;
    },
    position: () => Math.round((size * rowsDone) / total),
    hash: () => hash,
    close: () => handle.close(),
  };
}

interface Parquet {
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly columns: readonly string[];
  /** Digits after the point by column, for decimals read as whole numbers. */
  readonly scales: ReadonlyMap<string, number>;
}

async function* textOf(
  { file, metadata, columns, scales }: Parquet,
  onRows: (rows: number) => void,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(`${columns.map(quoted).join(",")}\n`);
  const scaleAt = columns.map((name) => scales.get(name));
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    let rows: readonly (readonly unknown[])[] = [];
    await parquetRead({
      file,
      metadata,
      rowStart,
      rowEnd,
      utf8: false,
      geoparquet: false,
      columns: [...columns],
      compressors: {
        GZIP: (input) => new Uint8Array(gunzipSync(input)),
        BROTLI: (input) => new Uint8Array(brotliDecompressSync(input)),
      },
      parsers: {
        timestampFromMicroseconds: (micros: bigint) => timestamp(micros),
        timestampFromMilliseconds: (millis: bigint) => timestamp(millis * 1000n),
        timestampFromNanoseconds: (nanos: bigint) => timestamp(nanos / 1000n),
        dateFromDays: (days: number) => new Date(days * 86_400_000).toISOString().slice(0, 10),
      },
      onComplete: (all) => {
        rows = all;
      },
    });
    for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
      const lines = rows
        .slice(at, at + ROWS_AT_ONCE)
        .map((row) => row.map((value, column) => cellText(value, scaleAt[column])).join(","));
      yield encoder.encode(`${lines.join("\n")}\n`);
      onRows(rowStart + at + lines.length);
    }
    rowStart = rowEnd;
  }
}

function topColumns(metadata: FileMetaData): readonly string[] {
  const [root, ...elements] = metadata.schema;
  const names: string[] = [];
  let at = 0;
  for (let left = root?.num_children ?? 0; left > 0; left--) {
    const element = elements[at];
    if (element === undefined) break;
    names.push(element.name);
    let inside = element.num_children ?? 0;
    at++;
    for (; inside > 0; inside--) inside += elements[at++]?.num_children ?? 0;
  }
  return names;
}

/**
 * Takes the decimal types out of the schema, so that the library gives whole numbers or bytes
 * instead of doubles, which hold 15 digits; the scales by column.
 */
function takeDecimals(metadata: FileMetaData): ReadonlyMap<string, number> {
  const scales = new Map<string, number>();
  for (const element of metadata.schema) {
    const isDecimal =
      element.converted_type === "DECIMAL" || element.logical_type?.type === "DECIMAL";
    if (!isDecimal) continue;
    scales.set(element.name, element.scale ?? 0);
    delete element.converted_type;
    delete element.logical_type;
  }
  return scales;
}

function cellText(value: unknown, scale: number | undefined): string {
  if (value === null || value === undefined) return "";
  if (scale !== undefined) {
    const whole = value instanceof Uint8Array ? bigEndian(value) : BigInt(String(value));
    return decimalText(whole, scale);
  }
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") {
    return String(value);
  }
  if (value instanceof Uint8Array) return quoted(new TextDecoder().decode(value));
  if (typeof value === "object") return quoted(JSON.stringify(value, plain));
  return quoted(String(value));
}

function plain(_key: string, value: unknown): unknown {
  if (typeof value === "bigint")
    return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : value;
}

function quoted(text: string): string {
  return text === "" || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A two's complement number of any length. */
function bigEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = value * 256n + BigInt(byte);
  return bytes.length > 0 && bytes[0]! > 127 ? value - (1n << BigInt(8 * bytes.length)) : value;
}

function decimalText(whole: bigint, scale: number): string {
  const digits = String(whole < 0n ? -whole : whole).padStart(scale + 1, "0");
  const sign = whole < 0n ? "-" : "";
  if (scale === 0) return sign + digits;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function timestamp(all: bigint): string {
  const fraction = ((all % MICROS_PER_SECOND) + MICROS_PER_SECOND) % MICROS_PER_SECOND;
  const seconds = Number((all - fraction) / MICROS_PER_SECOND);
  const text = new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ");
  return fraction === 0n ? text : `${text}.${String(fraction).padStart(6, "0")}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
