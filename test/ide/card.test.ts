import { expect, test } from "vitest";
import { type Card, cardMarkdown, cardText, type LinkTargets } from "../../server/src/ide/card";

const card: Card = {
  title: "stg_|orders_",
  subtitle: "heavy analytical",
  rows: [
    { label: "Recommended", lines: [[{ text: "1 thread", isStrong: true }, " · score *21* > 15"]] },
    {
      label: "Configured",
      lines: [
        [
          {
            text: "dbt_project.yml:3",
            site: { file: "dbt_project.yml", span: { start: 9, end: 12 } },
          },
        ],
        ["logs ", { text: "a|`b`", isCode: true }],
      ],
    },
  ],
  notes: [["Two\nlines <b>become</b> one."]],
  actions: [{ title: "Explain Model", command: "heddle.explainModel", id: "model.shop.a" }],
};

const links: LinkTargets = {
  site: ({ file, span }) => `file:///${file}#${span.start}`,
  command: ({ command, id }) => `command:${command}?${id}`,
};

test("Markdown is a table with escaped cells, notes and links", () => {
  expect(cardMarkdown(card, links)).toBe(
    [
      "| stg\\_\\|orders\\_ | heavy analytical |",
      "|:--|:--|",
      "| Recommended | **1 thread** · score \\*21\\* > 15 |",
      "| Configured | [dbt_project.yml:3](file:///dbt_project.yml#9) |",
      "|  | logs `` a\\|`b` `` |",
      "",
      "Two lines \\<b>become\\</b> one.",
      "",
      "[Explain Model](command:heddle.explainModel?model.shop.a)",
    ].join("\n"),
  );
});

test("without link targets the words stay and the actions go", () => {
  const markdown = cardMarkdown(card);
  expect(markdown).toContain("| Configured | dbt_project.yml:3 |");
  expect(markdown).not.toContain("Explain");
});

test("a card without rows is a bold line", () => {
  const bare = cardMarkdown({ ...card, title: "raw.orders", rows: [], notes: [], actions: [] });
  expect(bare).toBe("**raw.orders** heavy analytical");
});

test("plain text is aligned and has no markup", () => {
  expect(cardText(card)).toBe(
    [
      "stg_|orders_  heavy analytical",
      "Recommended  1 thread · score *21* > 15",
      "Configured   dbt_project.yml:3",
      "             logs a|`b`",
      "",
      "Two\nlines <b>become</b> one.",
    ].join("\n"),
  );
});
