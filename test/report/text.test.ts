import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { displayWidth, shorten, wrap } from "../../server/src/report/displayWidth";
import { type Block, type ReportDocument, toned } from "../../server/src/report/document";
import { renderHtml } from "../../server/src/report/html";
import { renderMarkdown } from "../../server/src/report/markdown";
import { paintColor } from "../../server/src/report/paint";
import { renderText } from "../../server/src/report/text";

const TABLE: Block = {
  kind: "table",
  columns: [
    { title: "model", shrinkTo: 6 },
    { title: "time", align: "right" },
  ],
  rows: [
    ["customer_lifetime_value", "8 m 04 s"],
    [toned("strong", "orders"), "31 s"],
  ],
};
const DOCUMENT: ReportDocument = {
  title: "Run <of> shop",
  blocks: [
    { kind: "heading", level: 1, text: "shop" },
    { kind: "line", text: ["2 models, ", toned("dim", "`a|b`_c")] },
    { kind: "gap" },
    TABLE,
    { kind: "figure", title: "Gantt", lines: () => ["1 ██", "2  █"], html: "<svg></svg>" },
  ],
};

function checkText(document: ReportDocument, width: number, expected: string): void {
  expect(`\n${renderText(document, { width })}`).toBe(expected);
}

describe("text", () => {
  it("aligns columns", () => {
    checkText(
      DOCUMENT,
      80,
      `
shop
2 models, \`a|b\`_c

model                        time
customer_lifetime_value  8 m 04 s
orders                       31 s
1 ██
2  █
`,
    );
  });

  it("shortens the column that may shrink", () => {
    checkText(
      { title: "", blocks: [TABLE] },
      20,
      `
model           time
customer_…  8 m 04 s
orders          31 s
`,
    );
  });

  it("breaks long lines at blanks and keeps their indent", () => {
    checkText(
      {
        title: "",
        blocks: [{ kind: "line", text: ["  one two ", toned("strong", "three four")] }],
      },
      12,
      `
  one two
  three four
`,
    );
  });

  it("colours tones only", () => {
    const text = renderText({ title: "", blocks: [TABLE] }, { width: 80, paint: paintColor });
    expect(text).toContain("\u001b[1morders\u001b[0m");
    expect(text).not.toContain("\u001b[0mcustomer");
  });

  it("never passes the width while the columns can give", () => {
    const word = fc.string({ minLength: 0, maxLength: 30 }).map((text) => text.replace(/\s/g, "x"));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(word, word), { maxLength: 8 }),
        fc.integer({ min: 14, max: 60 }),
        (rows, width) => {
          const columns = [
            { title: "a", shrinkTo: 5 },
            { title: "b", shrinkTo: 5 },
          ];
          const text = renderText(
            { title: "", blocks: [{ kind: "table", columns, rows }] },
            { width },
          );
          for (const line of text.split("\n"))
            expect(displayWidth(line)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});

describe("width", () => {
  it("counts columns as a terminal does", () => {
    expect(displayWidth("orders")).toBe(6);
    expect(displayWidth("größe")).toBe(5);
    expect(displayWidth("注文")).toBe(4);
    expect(displayWidth("e\u0301")).toBe(1);
  });

  it("shortens to at most the width", () => {
    expect(shorten("customer", 5)).toBe("cust…");
    expect(shorten("注文書", 4)).toBe("注…");
    expect(shorten("abc", 3)).toBe("abc");
    expect(shorten("abc", 0)).toBe("");
  });

  it("wraps without losing a word", () => {
    expect(wrap("a bb  ccc", 4)).toEqual(["a bb", "ccc"]);
    expect(wrap("", 4)).toEqual([""]);
  });
});

describe("markdown and html", () => {
  it("escapes what would be markup", () => {
    const text = renderMarkdown(DOCUMENT);
    expect(text).toContain("# shop\n");
    expect(text).toContain("2 models, `a\\|b`\\_c");
    expect(text).toContain(
      "| model | time |\n| --- | --: |\n| customer\\_lifetime\\_value | 8 m 04 s |",
    );
    expect(text).toContain("```text\n1 ██\n2  █\n```");
  });

  it("makes a page without scripts and outside resources", () => {
    const html = renderHtml(DOCUMENT);
    expect(html).toContain("<title>Run &lt;of&gt; shop</title>");
    expect(html).toContain("<code>a|b</code>_c");
    expect(html).toContain('<td class="right">31 s</td>');
    expect(html).not.toMatch(/<script|https?:|<link|@import/);
  });
});
