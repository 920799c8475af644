/**
 * A real thread that hangs while it evaluates: seen from outside, named, ended; the next one leaves
 * that text alone. The hang is a script of this test: the product has no way to make one.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startServerThread } from "../../server/src/node/serverThread";

const SCRIPT = `
import { insideServerThread } from ${JSON.stringify(resolve("server/src/node/serverThread.ts"))};
const { port, watch } = insideServerThread();
port.on("message", (text) => {
  const mayRun = watch.begin("models/a.sql", text);
  port.postMessage(mayRun ? "evaluating" : "left alone");
  while (mayRun && text === "for ever") {}
  if (mayRun) watch.end();
});
`;

let folder: string;
let script: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "heddle thread "));
  const source = join(folder, "thread.ts");
  script = join(folder, "thread.js");
  writeFileSync(source, SCRIPT);
  await build({ entryPoints: [source], outfile: script, bundle: true, platform: "node" });
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts a thread and gives its first word after hearing `text`. */
async function heard(refused: readonly string[], text: string) {
  const thread = startServerThread<string>(script, refused);
  const answer = await new Promise<string>((done) => {
    thread.onMessage(done);
    thread.send(text);
  });
  return { thread, answer };
}

test("names the evaluation that hangs, and does not begin it again", async () => {
  const { thread, answer } = await heard([], "for ever");
  expect(answer).toBe("evaluating");
  const culprit = thread.evaluating();
  expect(culprit?.file).toBe("models/a.sql");
  thread.stop();
  const again = await heard([culprit!.key], "for ever");
  expect(again.answer).toBe("left alone");
  again.thread.stop();
  const changed = await heard([culprit!.key], "an end");
  expect(changed.answer).toBe("evaluating");
  expect(changed.thread.beats()).toBeGreaterThan(0);
  changed.thread.stop();
}, 60_000);
