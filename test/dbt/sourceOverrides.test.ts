/** Sources of a package that the root project overrides. */
import { expect, it } from "vitest";
import { nodeOf } from "./checkProject";

const project = (override: string) => `//- packages.yml
packages: [{local: dbt_packages/kit}]
//- dbt_packages/kit/dbt_project.yml
name: kit
//- dbt_packages/kit/models/sources.yml
sources:
  - name: raw
    loaded_at_field: at
    freshness: {warn_after: {count: 1, period: hour}}
    tables: [{name: one}]
//- models/overrides.yml
sources: [${override}]`;
const NOTHING = { count: null, period: null };
const freshness = (override: string) =>
  nodeOf(project(override), "source.kit.raw.one").config["freshness"];

it("an override that says nothing of freshness empties it, as dbt's default for it does", () => {
  const hour = { count: 1, period: "hour" };
  expect(freshness("{name: other, tables: [{name: x}]}")).toMatchObject({ warn_after: hour });
  expect(freshness("{name: raw, overrides: kit, schema: mine}")).toEqual({
    warn_after: NOTHING,
    error_after: NOTHING,
    filter: null,
  });
  const own = "{name: raw, overrides: kit, freshness: {warn_after: {count: 6, period: day}}}";
  expect(freshness(own)).toMatchObject({ warn_after: { count: 6, period: "day" } });
});
