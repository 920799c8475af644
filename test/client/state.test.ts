/** Whatever was saved, the page starts in a valid state. */

import fc from "fast-check";
import { expect, it } from "vitest";
import { initialState, type PageState, restoreState } from "../../client/panel/state";

it("restores what it saved", () => {
  const state: PageState = {
    uri: "file:///shop/models/orders.sql",
    options: {
      threads: 12,
      hints: "seats",
      policy: "longest-path",
      command: "build",
      whatIf: { a: 0, b: 2 },
      engine: "fusion",
      target: "prod",
      select: "+orders",
      exclude: "tag:slow",
      at: "2026-03-05T03:10",
      run: "history/run_results.json",
      capacity: 4,
      contention: { alpha: 0.02, beta: 0 },
    },
    comparedWith: { threads: 2 },
    areMoreShown: true,
    view: "table",
    rowsBy: "models",
    window: { fromMs: 10, toMs: 500 },
    selected: "model.shop.orders",
    search: "ord",
    putAway: 1_700_000_000_000,
  };
  expect(restoreState(JSON.parse(JSON.stringify(state)))).toEqual(state);
});

it("takes each field on its own: one that makes no sense does not spoil the others", () => {
  const restored = restoreState({
    options: {
      threads: 0.5,
      hints: "loud",
      policy: "longest-path",
      engine: "hamilton",
      target: "",
      capacity: -1,
      contention: { alpha: 1 },
    },
    comparedWith: "yes",
    window: { fromMs: 9, toMs: 3 },
    view: 7,
    search: "x",
  });
  expect(restored).toEqual({ ...initialState, options: { policy: "longest-path" }, search: "x" });
});

it("never throws and is stable", () => {
  fc.assert(
    fc.property(fc.anything(), (saved) => {
      const once = restoreState(saved);
      expect(restoreState(once)).toEqual(once);
    }),
  );
});
