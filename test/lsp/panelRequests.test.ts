/** What the schedule page asks beside the published JSON: choices, exports, quick answers. */
import { describe, expect, test } from "vitest";
import type { ExportResult, RunChoices, SimulateResult } from "../../server/src/protocol";
import type { Harness } from "../support/serverHarness";
import { start } from "./startShop";

const SHOP = `
//- dbt_project.yml
name: shop
profile: shop
version: "1.0"
//- profiles.yml
shop:
  target: dev
  outputs:
    dev: {type: postgres, threads: 4, schema: dev, host: h, user: u, password: secret, port: 5432, dbname: d}
    prod: {type: postgres, threads: 8, schema: prod, host: h, user: u, password: secret, port: 5432, dbname: d}
//- models/stg_orders.sql 30s
select 1
//- models/orders.sql 50s
select * from {{ ref('stg_orders') }}
`;

const ask = <Result>(server: Harness, method: string, params: object = {}): Promise<Result> =>
  server.request(method, { uri: server.uri("models/orders.sql"), ...params });

describe("heddle/runChoices", () => {
  test("names recorded runs and the place of the thread count, and no secret", async () => {
    const server = await start(SHOP);
    const choices = await ask<RunChoices>(server, "heddle/runChoices");
    expect(choices.engine).toBe("dbt-core");
    expect(choices.runs.map(({ file, tasks }) => [file, tasks])).toEqual([
      ["target/run_results.json", 2],
    ]);
    expect(choices.threadsSite?.uri).toBe(server.uri("profiles.yml"));
    expect(choices.threadsSite?.range.start.line).toBe(3);
    expect(JSON.stringify(choices)).not.toContain("secret");
  });

  test("has no place to write where nobody wrote a number", async () => {
    const server = await start(SHOP.replace("threads: 4", "threads: '{{ 2 + 2 }}'"));
    const choices = await ask<RunChoices>(server, "heddle/runChoices");
    expect(choices.threadsSite).toBeNull();
  });
});

describe("heddle/simulate for the page", () => {
  test("a brief answer is the same schedule without the figures around it", async () => {
    const server = await start(SHOP);
    const params = { threads: 3, policy: "longest-path" };
    const whole = await ask<SimulateResult>(server, "heddle/simulate", params);
    const brief = await ask<SimulateResult>(server, "heddle/simulate", {
      ...params,
      isBrief: true,
    });
    expect(brief.tasks).toEqual(whole.tasks);
    expect(brief.makespanMs).toBe(whole.makespanMs);
    expect(brief.alternatives).toEqual([]);
    expect(brief.savings).toBeUndefined();
  });

  test("another target brings its own threads", async () => {
    const server = await start(SHOP);
    const answer = await ask<SimulateResult>(server, "heddle/simulate", { target: "prod" });
    expect(answer.threads).toBe(8);
  });

  test("another clock is what macros see", async () => {
    const hourly = "{{ config(enabled=modules.datetime.datetime.now().hour == 3) }}\nselect 1";
    const server = await start(`${SHOP}//- models/nightly.sql\n${hourly}\n`);
    const names = async (at: string): Promise<readonly string[]> => {
      const { tasks } = await ask<SimulateResult>(server, "heddle/simulate", { at, isBrief: true });
      return tasks.map(({ id }) => id).sort();
    };
    const night = await names("2026-03-05T03:10:00");
    const day = await names("2026-03-05T14:10:00");
    expect(night).toContain("model.shop.nightly");
    expect(day).not.toContain("model.shop.nightly");
  });

  test("durations of one run only", async () => {
    const results = (seconds: number) =>
      JSON.stringify({
        metadata: {
          dbt_schema_version: "https://schemas.getdbt.com/dbt/run-results/v6.json",
          generated_at: "2026-01-01T00:00:00Z",
          invocation_id: `i${seconds}`,
        },
        elapsed_time: seconds,
        args: { which: "run" },
        results: [
          {
            unique_id: "model.shop.orders",
            status: "success",
            execution_time: seconds,
            timing: [],
            thread_id: "Thread-1",
            adapter_response: {},
          },
        ],
      });
    const server = await start(`${SHOP}//- history/run_results_old.json\n${results(7)}\n`);
    const answer = await ask<SimulateResult>(server, "heddle/simulate", {
      run: "history/run_results_old.json",
      isBrief: true,
    });
    const orders = answer.tasks.find(({ id }) => id === "model.shop.orders");
    expect((orders?.endMs ?? 0) - (orders?.startMs ?? 0)).toBe(7_000);
  });
});

describe("heddle/export", () => {
  const exported = async (format: string): Promise<string> => {
    const server = await start(SHOP);
    const { text } = await ask<ExportResult>(server, "heddle/export", { format, threads: 2 });
    return text;
  };

  test("a trace that holds every task", async () => {
    const trace = JSON.parse(await exported("trace")) as {
      traceEvents: readonly { ph: string; name: string; dur?: number }[];
    };
    const tasks = trace.traceEvents.filter(({ ph }) => ph === "X");
    expect(tasks.map(({ name, dur }) => [name, dur])).toEqual([
      ["model.shop.stg_orders", 30_000_000],
      ["model.shop.orders", 50_000_000],
    ]);
  });

  test("a picture that stands alone", async () => {
    const svg = await exported("svg");
    expect(svg).toMatch(/^<\?xml [^>]*\?>\n<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(svg).toContain("stg_orders");
  });

  test("Markdown and a page with the same headline", async () => {
    for (const format of ["markdown", "html"]) {
      const text = await exported(format);
      expect(text).toContain("Predicted run of shop".replace("Predicted run of ", ""));
      expect(text).toContain("1 m 20 s");
    }
  });
});
