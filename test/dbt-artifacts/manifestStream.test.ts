/** Large JSON in pieces: the same values wherever the bytes are cut, and the same manifest. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type JsonWish, jsonStream } from "../../server/src/dbt/artifacts/jsonStream";
import { parseManifest } from "../../server/src/dbt/artifacts/manifest";
import { manifestReader } from "../../server/src/dbt/artifacts/manifestStream";

type Taken = readonly [path: readonly string[], value: unknown];

function checkStream(
  text: string,
  wishes: ReadonlyMap<string, JsonWish>,
  cuts: readonly number[],
): { readonly taken: readonly Taken[]; readonly failure: string | undefined } {
  const taken: Taken[] = [];
  const stream = jsonStream(
    (key) => wishes.get(key) ?? "skip",
    (path, value) => taken.push([path, JSON.parse(value)]),
  );
  const bytes = new TextEncoder().encode(text);
  // One buffer for all pieces, as a disk reader has it.
  const buffer = new Uint8Array(bytes.length);
  const places = [0, ...[...cuts].map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b)];
  places.forEach((start, index) => {
    const end = places[index + 1] ?? bytes.length;
    buffer.set(bytes.subarray(start, end));
    stream.push(buffer.subarray(0, end - start));
  });
  return { taken, failure: stream.end() };
}

describe("a JSON object in pieces", () => {
  it("gives what JSON.parse gives, wherever it is cut", () =>
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string(),
          fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue())),
        ),
        fc.array(fc.nat(10_000), { maxLength: 12 }),
        fc.constantFrom(undefined, 2),
        (object, cuts, indent) => {
          const keys = Object.keys(object).filter((key) => JSON.stringify(key) === `"${key}"`);
          const wishes = new Map<string, JsonWish>();
          keys.forEach((key, index) => {
            wishes.set(key, (["skip", "value", "entries"] as const)[index % 3]!);
          });
          const { taken, failure } = checkStream(
            JSON.stringify(object, null, indent),
            wishes,
            cuts,
          );
          const expected = keys.flatMap((key): readonly Taken[] => {
            if (wishes.get(key) === "skip") return [];
            if (wishes.get(key) === "value") return [[[key], object[key]]];
            return Object.entries(object[key]!).map(([name, value]) => [
              [key, JSON.stringify(name).slice(1, -1)],
              value,
            ]);
          });
          expect(failure).toBeUndefined();
          expect(taken.map((one) => JSON.stringify(one)).sort()).toEqual(
            expected.map((one) => JSON.stringify(one)).sort(),
          );
        },
      ),
      { numRuns: 300 },
    ));
  it("takes values that are no objects", () => {
    const { taken } = checkStream(
      '{"a": 1 , "b":[{"x":"]}"}],"c":"\\"}","d":null,"e":{}}',
      new Map([
        ["a", "value"],
        ["b", "entries"],
        ["c", "value"],
        ["d", "entries"],
        ["e", "entries"],
      ]),
      [3, 9, 27],
    );
    expect(taken).toEqual([
      [["a"], 1],
      [["b", "0"], { x: "]}" }],
      [["c"], '"}'],
      [["d"], null],
    ]);
  });
  it.each([
    ["", "it ends early, at byte 0"],
    ['{"a": {"b": 1}', "it ends early, at byte 14"],
    ["[1]", "it is no object at byte 0"],
    ['{"a": [1, 2}', 'unexpected "}" at byte 11'],
    ['{"a" 1}', 'unexpected "1" at byte 5'],
    ["{} {}", "something follows the object at byte 3"],
  ])("%j is refused: %s", (text, failure) =>
    expect(checkStream(text, new Map([["a", "entries"]]), []).failure).toBe(failure),
  );
});

describe("a manifest in pieces", () => {
  const recorded: object = JSON.parse(
    readFileSync(join(import.meta.dirname, "../data/dbt-select/state.json"), "utf8"),
  );
  const text = JSON.stringify(Object.values(recorded).find((one) => "nodes" in Object(one)));
  it("has the nodes that the whole has, without their code", () => {
    const whole = parseManifest(text, "manifest.json").manifest!;
    const bytes = new TextEncoder().encode(text);
    const reader = manifestReader("manifest.json");
    for (let at = 0; at < bytes.length; at += 977) reader.push(bytes.subarray(at, at + 977));
    const { manifest, problems } = reader.end();
    expect(problems).toEqual([]);
    const slim = (nodes: NonNullable<typeof manifest>["nodes"]) =>
      [...nodes].map(([id, node]) => [id, { ...node, rawCode: "", fields: {} }]);
    expect([...manifest!.nodes]).toEqual(slim(whole.nodes));
    expect([...manifest!.sources]).toEqual(slim(whole.sources));
    expect(manifest!.disabled).toEqual(whole.disabled);
    expect(manifest!.dbtVersion).toBe(whole.dbtVersion);
  });
  it.each([
    ['{"nodes": {"a": {"x": }}}', "cannot be read as JSON"],
    ['{"metadata": {}}', "is no dbt manifest"],
    [
      '{"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/run-results/v6.json"}, "nodes": {}}',
      "is no dbt manifest",
    ],
    ['{"nodes": {', "ends early"],
  ])("%s: %s", (broken, message) => {
    const reader = manifestReader("m.json");
    reader.push(new TextEncoder().encode(broken));
    expect(
      reader
        .end()
        .problems.map((problem) => problem.message)
        .join(),
    ).toContain(message);
  });
});
