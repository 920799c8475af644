/** The law of an edit: it changes one property, nothing else, and what it replaced can be put back. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { adventureFiles } from "../../examples/adventureFiles";
import { type ModelObject, setProperty } from "../../server/src/tabular/modelObject";
import { parseBim } from "../../server/src/tabular/parseBim";
import { parseTmdl } from "../../server/src/tabular/parseTmdl";

/** Shapes in which a property may stand or be missing. */
const TMDL = [
  "table A\n\tisHidden\n\tcolumn B\n\t\tdataType: int64\n\t\tisHidden\n",
  "table A\r\n    column B\r\n        isHidden: true\r\n        isAvailableInMdx: false\r\n",
  "table A\n\tcolumn B = ```\n\t\t\t1\n\t\t\t```\n\t\tisHidden\n\n\t\tannotation x = y\n\tcolumn 'C C'\n",
  "\uFEFFtable A\n\n\n\tcolumn B\n\tcolumn C\n\t\t/// no\n",
  ...[...adventureFiles()].filter(([path]) => path.endsWith(".tmdl")).map(([, text]) => text),
];
const BIM = [
  adventureFiles().get("bim/model.bim") ?? "",
  '{"model":{"tables":[{"name":"A","columns":[{"name":"B","isHidden":true},{"name":"C"}]}]}}',
];

type Parse = (text: string) => {
  readonly roots: readonly ModelObject[];
  readonly problems: number;
};
const readTmdl: Parse = (text) => {
  const { objects, problems } = parseTmdl(text, "f");
  return { roots: objects, problems: problems.length };
};
const readBim: Parse = (text) => {
  const { model, problems } = parseBim(text, "f");
  return { roots: model === undefined ? [] : [model.object], problems: problems.length };
};

function factsOf(roots: readonly ModelObject[]) {
  const facts = new Map<string, string>();
  const objects: (readonly [string, ModelObject])[] = [];
  const visit = (object: ModelObject, way: string) => {
    objects.push([way, object]);
    facts.set(way, object.name);
    for (const [key, { value }] of object.properties) facts.set(`${way} .${key}`, value);
    for (const [index, child] of object.children.entries())
      visit(child, `${way}/${child.type}${index}`);
  };
  for (const [index, root] of roots.entries()) visit(root, `${index}`);
  return { facts, objects };
}

function checkEdits(texts: readonly string[], read: Parse): void {
  const value = fc.constantFrom<readonly [string, boolean | number | string]>(
    ["isHidden", true],
    ["isHidden", false],
    ["isAvailableInMdx", false],
    ["encodingHint", "hash"],
    ["maxConnections", 12],
  );
  const edit = fc.record({ text: fc.constantFrom(...texts), at: fc.nat(), value });
  fc.assert(
    fc.property(edit, ({ text, at, value: [key, wanted] }) => {
      const { roots, problems } = read(text);
      const { facts, objects } = factsOf(roots);
      const [way, object] = objects[at % objects.length]!;
      const made = setProperty(object, key, wanted);
      if (made === undefined) return;
      const { span, newText } = made;
      const after = text.slice(0, span.start) + newText + text.slice(span.end);
      const found = read(after);
      facts.set(`${way} .${key.toLowerCase()}`, String(wanted));
      expect(factsOf(found.roots).facts).toEqual(facts);
      expect(found.problems).toBe(problems);
    }),
    { numRuns: 150, seed: 6 },
  );
}

it("holds in TMDL, whatever stands there", () => checkEdits(TMDL, readTmdl));
it("holds in TMSL", () => checkEdits(BIM, readBim));

it("turns a bare word off where it stands", () => {
  const text = "table A\n\tisHidden\n";
  const [table] = readTmdl(text).roots;
  const made = table && setProperty(table, "isHidden", false);
  expect(made && text.slice(0, made.span.start) + made.newText + text.slice(made.span.end)).toBe(
    "table A\n\tisHidden: false\n",
  );
});
