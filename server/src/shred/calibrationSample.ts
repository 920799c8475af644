/** The head of the file on which a calibration rehearses: whole rows, unpacked, and their number. */
import { endingEarly } from "./byteStreams";
import type { OpenedSource, ShredHost } from "./host";
import type { Manifest } from "./manifest";
import { shredRows } from "./shredRows";

const UNPACK_BYTES = 1 << 20;

export interface Sample {
  readonly path: string;
  readonly rows: number;
  /** Bytes of the source, unpacked, that were looked at. */
  readonly bytes: number;
  /** What the source is on disk. */
  readonly packing: OpenedSource["packing"];
}

/** Copies the rows of the first `most` bytes of the source, unpacked, to `path`, and syncs it. */
export async function copyHead(
  host: ShredHost,
  { source: { file, size, dialect } }: Manifest,
  path: string,
  most: number,
): Promise<Sample> {
  const opened = await host.openSource(file);
  try {
    const { rows } = await shredRows({
      input: {
        name: file,
        size,
        source: endingEarly(opened.source, most),
        choice: { ...dialect, ...opened.choice },
        isCut: opened.packing !== "none" || size > most,
      },
      choice: { function: "round-robin", shards: 1, nulls: 0 },
      withShapes: false,
      openShard: () => host.createFile(path),
      watch: { progress: () => {}, isCancelled: () => false },
    });
    return { path, rows, bytes: most, packing: opened.packing };
  } finally {
    await opened.source.close();
  }
}

/** Milliseconds that it takes to unpack the sample; none where the source is not packed. */
export async function unpackMs(
  host: ShredHost,
  { source: { file } }: Manifest,
  { bytes, packing }: Sample,
): Promise<number> {
  if (packing === "none") return 0;
  const { source } = await host.openSource(file);
  const into = new Uint8Array(UNPACK_BYTES);
  const begunMs = host.elapsedMs();
  try {
    const head = endingEarly(source, bytes);
    while ((await head.read(into, 0)) > 0);
    return host.elapsedMs() - begunMs;
  } finally {
    await source.close();
  }
}
