/**
 * `npm run soak:protocol -- [SESSIONS] [SEED]`: sessions of bad manners against the real server, each
 * held against a new one. Ends with status 1 at the first difference.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildServer, protocolSession, writeShop } from "../../lsp/protocolSession";

const MESSAGES = 60;
const [sessions = 100, seed = 1] = process.argv.slice(2).map(Number);

async function soak(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "heddle-protocol-"));
  try {
    const main = await buildServer(folder);
    writeShop(join(folder, "shop"));
    for (let at = seed; at < seed + sessions; at++) {
      const difference = await protocolSession(main, join(folder, "shop"), at, MESSAGES);
      if (difference === undefined) continue;
      process.stdout.write(`${difference}\n`);
      process.exitCode = 1;
      return;
    }
    process.stdout.write(`${sessions} sessions of ${MESSAGES} messages, all equal\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void soak();
