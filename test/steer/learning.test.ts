/** What `heddle run` keeps of its runs, read again: the next prediction, and how good the last were. */
import { expect, it } from "vitest";
import { projectFiles, runJson } from "../cli/commandLine";

/** On two threads: 4 s in dbt's order, 3 s with the longest first. */
const TOOK: Readonly<Record<string, number>> = { a: 1, b: 1, c: 1, d: 3 };
const PROJECT = `
//- profiles.yml threads:2
${Object.keys(TOOK)
  .map((name) => `//- models/${name}.sql\n{{ config(materialized='table') }} select 1`)
  .join("\n")}
`;

/** A kept copy of a run in which d started first and the others followed each other. */
function kept(day: number, marks: object): string {
  const begin = Date.UTC(2026, 2, day);
  const at = (seconds: number) => new Date(begin + seconds * 1000).toISOString();
  const starts = { d: 0, a: 0, b: 1, c: 2 };
  const results = Object.entries(starts).map(([name, start]) => ({
    unique_id: `model.shop.${name}`,
    status: "success",
    thread_id: name === "d" ? "Thread-1" : "Thread-2",
    execution_time: TOOK[name],
    timing: [{ name: "execute", started_at: at(start), completed_at: at(start + TOOK[name]!) }],
  }));
  const metadata = { generated_at: at(9), invocation_id: `run-${day}` };
  const args = { which: "run", threads: 2 };
  const text = JSON.stringify({ metadata, args, results, elapsed_time: 3, ...marks });
  return `//- .heddle/history/run_results_2026030${day}.json\n${text}\n`;
}

async function checkErrors(marks: object, expected: readonly number[]): Promise<void> {
  const runs = [1, 2, 3].map((day) => kept(day, marks));
  const files = projectFiles(PROJECT + runs.join(""));
  const { predictions } = (await runJson("calibrate", files)) as {
    readonly predictions: { readonly runs: readonly { readonly error: number }[] };
  };
  expect(predictions.runs.map(({ error }) => Math.round(error * 100) / 100)).toEqual(expected);
}

it("predicts a steered run again in the order that it was steered in", async () => {
  await checkErrors({ heddle: { order: "longest-path", hints: "ignored" } }, [0, 0]);
});

it("predicts a run that nobody steered in dbt's order", async () => {
  await checkErrors({}, [0.33, 0.33]);
  await checkErrors({ heddle: { order: "dbt-core" } }, [0.33, 0.33]);
  await checkErrors({ heddle: "nonsense" }, [0.33, 0.33]);
});

it("predicts a run with threads kept free on the others", async () => {
  await checkErrors({ heddle: { order: "longest-path", workers: 1 } }, [1, 1]);
});
