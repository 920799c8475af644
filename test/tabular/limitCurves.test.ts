/** The refresh against connections and partitions: what is swept, and what is worth asking for. */
import { expect, it } from "vitest";
import { adventureFiles } from "../../examples/adventureFiles";
import { refreshLength } from "../../server/src/advise/refreshLength";
import { limitCurves } from "../../server/src/ide/answers/limitCurves";
import { parseBim } from "../../server/src/tabular/parseBim";
import type { TabularModel } from "../../server/src/tabular/tabularModel";
import { DEFAULT_PROCESSING } from "../../server/src/tabular/tabularWorkload";

const adventure = parseBim(adventureFiles().get("bim/model.bim") ?? "", "m").model as TabularModel;
const curves = limitCurves(adventure, DEFAULT_PROCESSING);

it("sweeps the connections of every source and the partitions of large tables", () => {
  expect(curves.map(({ limit, of, today }) => `${limit} ${of} ${today}`)).toEqual([
    "connections DW 2",
    "partitions Sales 6",
    "partitions Web Visits 1",
  ]);
  const today = refreshLength(DEFAULT_PROCESSING)(adventure);
  for (const { today: value, points } of curves) {
    expect(points.find((point) => point.value === value)?.makespanMs).toBeCloseTo(today, 6);
  }
});

it("recommends the least that comes within a percent of the best", () => {
  for (const { recommended, points } of curves) {
    const best = Math.min(...points.map(({ makespanMs }) => makespanMs));
    for (const { value, makespanMs } of points) {
      if (value < recommended) expect(makespanMs).toBeGreaterThan(best * 1.01);
      if (value === recommended) expect(makespanMs).toBeLessThanOrEqual(best * 1.01);
    }
  }
  const [connections] = curves;
  expect(connections?.recommended).toBeGreaterThan(2);
});

it("has nothing to sweep where nothing is loaded", () => {
  const lake = parseBim(
    JSON.stringify({
      model: { tables: [{ name: "T", partitions: [{ name: "p", mode: "directLake" }] }] },
    }),
    "m",
  ).model as TabularModel;
  expect(limitCurves(lake, DEFAULT_PROCESSING)).toEqual([]);
});
