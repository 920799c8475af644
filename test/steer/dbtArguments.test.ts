import { describe, expect, it } from "vitest";
import { parseDbtArguments } from "../../server/src/cli/dbtArguments";

/** `words` after `--` of `heddle run`, as `COMMAND IN PROJECT: heddle's options | what dbt gets`. */
function checkArguments(words: string, expected: string): void {
  const given = words === "" ? [] : words.split(" ");
  const { command, projectDir, reading, words: passed } = parseDbtArguments(given, "run");
  const place = projectDir === undefined ? "" : ` in ${projectDir}`;
  const shown = [`${command}${place}:`, ...reading, "|", ...passed].join(" ");
  expect(shown).toBe(expected);
}

describe("dbt arguments", () => {
  it("begin with a command or are given one", () => {
    checkArguments("", "run: | run");
    checkArguments("build", "build: | build");
    checkArguments("retry --threads 2", "retry: --threads=2 | retry --threads 2");
    checkArguments("--full-refresh", "run: | run --full-refresh");
    checkArguments("compile", "compile: | compile");
  });

  it("keep every word for dbt", () => {
    checkArguments(
      "--threads=8 --vars {a:1} -q",
      "run: --threads=8 --vars={a:1} | run --threads=8 --vars {a:1} -q",
    );
  });

  it("select with several values, as dbt takes them", () => {
    checkArguments(
      "-s a+ tag:b --exclude c -t prod",
      "run: --select=a+ --select=tag:b --exclude=c --target=prod | run -s a+ tag:b --exclude c -t prod",
    );
    checkArguments("--select", "run: | run --select");
    checkArguments("--models=a -m b", "run: --select=a --select=b | run --models=a -m b");
  });

  it("name the project", () => {
    checkArguments("--project-dir shop", "run in shop: | run --project-dir shop");
    checkArguments(
      "--project-dir=a --project-dir b",
      "run in b: | run --project-dir=a --project-dir b",
    );
  });
});
