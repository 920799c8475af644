/** Whatever the client sends, the server goes on and knows what a new one would know. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildServer, protocolSession, writeShop } from "./protocolSession";

let folder = "";
let main = "";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "heddle-protocol-"));
  main = await buildServer(folder);
  writeShop(join(folder, "shop"));
}, 600_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([1, 2])(
  "answers like a new server after bad manners, session %i",
  async (seed) => {
    expect(await protocolSession(main, join(folder, "shop"), seed, 30)).toBeUndefined();
  },
  600_000,
);
