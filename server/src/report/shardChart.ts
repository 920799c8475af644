/** Rows per shard as bars of text, so that an uneven division is seen at a glance. */

const MOST_LINES = 32;

/** Lines of at most `width` columns; many shards are shown by the fullest and the emptiest. */
export function shardChart(rows: readonly number[], width: number): readonly string[] {
  const most = Math.max(1, ...rows);
  const total = rows.reduce((sum, count) => sum + count, 0);
  const numbers = rows.map((count) => count.toLocaleString("en-US"));
  const numberWidth = Math.max(...numbers.map(({ length }) => length));
  const nameWidth = String(rows.length - 1).length;
  const room = Math.max(10, width - numberWidth - nameWidth - 12);
  const line = (shard: number) => {
    const count = rows[shard] ?? 0;
    const bar = "█".repeat(Math.round((count / most) * room)) || (count > 0 ? "▏" : "");
    const share = total === 0 ? 0 : (100 * count) / total;
    return `  ${String(shard).padStart(nameWidth)}  ${(numbers[shard] ?? "").padStart(numberWidth)}  ${share.toFixed(1).padStart(4)} %  ${bar}`.trimEnd();
  };
  const all = rows.map((_, shard) => shard);
  if (all.length <= MOST_LINES) return all.map(line);
  const bySize = [...all].sort((a, b) => (rows[b] ?? 0) - (rows[a] ?? 0) || a - b);
  const half = MOST_LINES / 2;
  return [
    ...bySize.slice(0, half).map(line),
    `  … ${all.length - MOST_LINES} shards between`,
    ...bySize.slice(-half).map(line),
  ];
}
