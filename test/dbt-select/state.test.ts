/** `state:` as real dbt answered it for edits of the zoo project (`recordState.py`). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseManifest } from "../../server/src/dbt/artifacts/manifest";
import { selectNodes } from "../../server/src/dbt/select/selectNodes";
import { projectFromManifest } from "./projectFromManifest";

const recording = JSON.parse(
  readFileSync(join(__dirname, "..", "data", "dbt-select", "state.json"), "utf8"),
);
const manifestOf = (side: object) => parseManifest(JSON.stringify(side), "manifest.json").manifest!;
const now = projectFromManifest(manifestOf(recording.now), []);
const before = manifestOf(recording.before);

test.each(Object.keys(recording.answers))("state:%s", (state) => {
  const { ids } = selectNodes(now, {
    select: [`state:${state}`],
    indirectSelection: "empty",
    previous: { manifest: before },
  });
  expect([...ids]).toEqual(recording.answers[state]);
});
