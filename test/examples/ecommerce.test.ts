/** The committed example is what its generator makes, and holds what the article says it holds. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ecommerceFiles } from "../../examples/ecommerceProject";

const ROOT = join(__dirname, "..", "..", "examples", "ecommerce");
const files = ecommerceFiles();

interface RunResult {
  readonly unique_id: string;
  readonly execution_time: number;
  readonly thread_id: string;
  readonly timing: readonly { readonly started_at: string; readonly completed_at: string }[];
}

function resultsOf(path: string): readonly RunResult[] {
  return JSON.parse(files.get(path)!).results;
}

function pathsBelow(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder)).flatMap((name) => {
    const path = folder === "" ? name : `${folder}/${name}`;
    if (path === "logs" || path === "dbt_packages" || path === ".user.yml") return [];
    if (statSync(join(ROOT, path)).isDirectory()) return pathsBelow(path);
    return path.startsWith("target/") && path !== "target/run_results.json" ? [] : [path];
  });
}

test("the committed files are the generator's, byte for byte", () => {
  expect([...pathsBelow("")].sort()).toEqual([...files.keys()].sort());
  for (const [path, text] of files) {
    expect(readFileSync(join(ROOT, path), "utf8") === text, `${path} differs`).toBe(true);
  }
});

test("the layers have the article's sizes", () => {
  const count = (pattern: RegExp): number =>
    [...files.keys()].filter((path) => pattern.test(path) && path.endsWith(".sql")).length;
  expect(count(/^models\//)).toBe(150);
  expect(count(/^models\/(staging|utilities)\//)).toBe(50);
  expect(count(/^models\/intermediate\//)).toBe(70);
  expect(
    count(/^models\/marts\/(customer_analytics|financial_reporting|product_analytics)\//),
  ).toBe(30);
});

const histories = [...files.keys()].filter((path) => path.includes("run_results"));

describe.each(histories)("%s", (path) => {
  const results = resultsOf(path);

  test("has the article's class means: 15 × 8 min, 45 × 2 min, 90 × 30 s", () => {
    const seconds = results.map((result) => result.execution_time).sort((a, b) => b - a);
    const mean = (part: readonly number[]): number =>
      part.reduce((sum, value) => sum + value, 0) / part.length;
    expect(seconds.length).toBe(150);
    expect(mean(seconds.slice(0, 15))).toBeCloseTo(480, 2);
    expect(mean(seconds.slice(15, 60))).toBeCloseTo(120, 2);
    expect(mean(seconds.slice(60))).toBeCloseTo(30, 2);
  });

  test("never has two models on one thread at a time, nor more than 16 threads", () => {
    const byThread = new Map<string, (readonly [number, number])[]>();
    for (const { thread_id, timing } of results) {
      const span = [
        Date.parse(timing[0]!.started_at),
        Date.parse(timing[1]!.completed_at),
      ] as const;
      byThread.set(thread_id, [...(byThread.get(thread_id) ?? []), span]);
    }
    expect(byThread.size).toBe(16);
    for (const spans of byThread.values()) {
      spans.sort((a, b) => a[0] - b[0]);
      for (let i = 1; i < spans.length; i++) {
        expect(spans[i]![0]).toBeGreaterThanOrEqual(spans[i - 1]![1]);
      }
    }
  });
});

test("no model starts before those it refs have ended", () => {
  const results = new Map(
    resultsOf("target/run_results.json").map((result) => [result.unique_id, result]),
  );
  let edges = 0;
  for (const [path, text] of files) {
    if (!path.startsWith("models/") || !path.endsWith(".sql")) continue;
    const child = results.get(`model.ecommerce.${path.slice(path.lastIndexOf("/") + 1, -4)}`)!;
    for (const [, name] of text.matchAll(/ref\('(\w+)'\)/g)) {
      const parent = results.get(`model.ecommerce.${name}`)!;
      expect(Date.parse(child.timing[0]!.started_at)).toBeGreaterThanOrEqual(
        Date.parse(parent.timing[1]!.completed_at),
      );
      edges++;
    }
  }
  expect(edges).toBeGreaterThan(250);
});
