import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ALL_RULES, RULES } from "../../server/src/advise/rules/index";

const FOLDER = "docs/rules";
const page = (code: string): string => readFileSync(`${FOLDER}/${code}.md`, "utf8");

test("every rule has a page and every page a rule", () => {
  const pages = readdirSync(FOLDER)
    .filter((name) => name.endsWith(".md") && name !== "README.md")
    .map((name) => name.slice(0, -3))
    .sort();
  expect(pages).toEqual(ALL_RULES.map(({ code }) => code));
});

test("codes are unique, in kebab case and in order", () => {
  const codes = ALL_RULES.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) expect(code).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
  expect(RULES.map(({ code }) => code)).toEqual(RULES.map(({ code }) => code).sort());
});

test.each(ALL_RULES.map((rule) => [rule.code, rule] as const))("the page of %s", (code, rule) => {
  const text = page(code);
  expect(text.startsWith(`# ${code}\n\n${rule.title}. Severity: ${rule.severity}.\n`)).toBe(true);
  const headings = [...text.matchAll(/^## (.+)$/gm)].map((match) => match[1]);
  expect(headings).toEqual([
    "What it finds",
    "Why it matters",
    "Example",
    "How to fix it",
    "When to suppress it",
    "Sources",
  ]);
  for (const [, target] of text.matchAll(/\]\(([^)]+\.md)\)/g)) {
    const isRule = !target!.startsWith("../");
    expect(isRule ? readdirSync(FOLDER) : readdirSync("docs")).toContain(
      target!.replace("../", ""),
    );
  }
});

test("the index lists every rule with its severity and title", () => {
  const rows = ALL_RULES.map(
    ({ code, severity, title }) => `| [${code}](${code}.md) | ${severity} | ${title} |`,
  );
  const listed = readFileSync(`${FOLDER}/README.md`, "utf8").match(/^\| \[.*$/gm);
  expect(listed).toEqual(rows);
});
