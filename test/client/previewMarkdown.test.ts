/** Links of a hover, as the Markdown preview can follow them. */

import { expect, it } from "vitest";
import { forPreview } from "../../client/src/previewMarkdown";

function checkPreview(markdown: string, folder: string | undefined, expected: string): void {
  expect(forPreview(markdown, folder)).toBe(expected);
}

it("a file of the workspace is linked from its folder, with its line", () => {
  checkPreview(
    "| Configured | **6** · [dbt_project.yml:31](file:///shop/dbt_project.yml#L31) › +threads |",
    "file:///shop",
    "| Configured | **6** · [dbt_project.yml:31](/dbt_project.yml#L31) › +threads |",
  );
});

it("a file elsewhere keeps its name only", () => {
  checkPreview(
    "[profiles.yml:3](file:///home/me/.dbt/profiles.yml#L3) and",
    "file:///shop/",
    "profiles.yml:3 and",
  );
  checkPreview("[a](file:///shopping/a.sql)", "file:///shop", "a");
  checkPreview("[a](file:///shop/a.sql)", undefined, "a");
});

it("several links in a line, and brackets in their text", () => {
  checkPreview(
    "[a\\[0\\]](file:///s/a.sql) [b](file:///s/b%20c.sql) [web](https://docs.example)",
    "file:///s",
    "[a\\[0\\]](/a.sql) [b](/b%20c.sql) [web](https://docs.example)",
  );
});

it("lines of nothing but commands go, other lines stay", () => {
  checkPreview(
    "one\n[Simulate Run](command:heddle.simulateRun?%5B%5D) · [Explain](command:heddle.explainModel)\ntwo",
    "file:///s",
    "one\ntwo",
  );
});
