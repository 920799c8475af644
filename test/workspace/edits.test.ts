import { describe, expect, it } from "vitest";
import { openWorkspace } from "./liveDisk";
import { projectView } from "./projectView";

/** Types each of `texts` in `file` of the project; after each, all answers are those of a fresh look. */
function checkEdits(source: string, file: string, ...texts: readonly string[]): void {
  const { project, type, disk } = openWorkspace(source);
  const before = [...disk.files];
  project().problems();
  for (const text of texts) {
    type(file, text);
    const others = before.filter(([path]) => !path.endsWith(file));
    const now = [...others, [file, text] as const].map(([path, own]) => `//- ${path}\n${own}`);
    const fresh = openWorkspace(now.join("\n")).project();
    expect(projectView(project())).toEqual(projectView(fresh));
  }
}

describe("an edit of one hook", () => {
  it("moves the end of all that the hooks beside it refer to", () => {
    checkEdits(
      `
//- models/a.sql
select 1
//- models/b.sql
select 2
//- models/props.yml
models: [{name: b, config: {pre_hook: "{{ ref('a') }}"}}]
`,
      "models/b.sql",
      `{{ config(pre_hook="select 1 from {{ ref('a') }}") }} select 2`,
      `{{ config(pre_hook="select 1") }} select 2`,
    );
  });
});
