import { describe, expect, it } from "vitest";
import { COMMANDS } from "../../server/src/cli/commands";
import { displayWidth } from "../../server/src/report/displayWidth";
import { checkRefused, plainFiles, runCommand } from "./commandLine";

describe("help", () => {
  it("lists every command and the exit statuses", async () => {
    const { status, out, err } = await runCommand(["--help"]);
    expect(status).toBe(0);
    expect(err).toBe("");
    for (const { name } of COMMANDS) expect(out).toContain(`\n  ${name} `);
    expect(out).toContain("Exit status: 0 done");
  });

  it.each(COMMANDS.map(({ name }) => name))("describes %s with every option", async (name) => {
    const { status, out } = await runCommand([name, "--help"]);
    const command = COMMANDS.find((one) => one.name === name);
    expect(status).toBe(0);
    expect(out).toContain(`Usage: heddle ${name}`);
    for (const option of command?.options ?? []) expect(out).toContain(`--${option}`);
    for (const line of out.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(100);
  });

  it("says the version", async () => {
    expect(await runCommand(["--version"])).toMatchObject({ status: 0, out: "1.2.3\n" });
    expect(await runCommand(["check", "--version"])).toMatchObject({ status: 0, out: "1.2.3\n" });
  });

  it("goes to stderr where no command was given", async () => {
    const { status, out, err } = await runCommand([]);
    expect(status).toBe(2);
    expect(out).toBe("");
    expect(err).toContain("Usage: heddle COMMAND");
  });
});

describe("wrong usage", () => {
  it("names the command that was meant", async () => {
    await checkRefused("simulat .", 'there is no command "simulat"; did you mean heddle simulate?');
    await checkRefused("banana", 'there is no command "banana"; see heddle --help');
    await checkRefused(
      "--json check",
      "the command comes first: heddle COMMAND --json; see heddle --help",
    );
  });

  it("refuses options of other commands", async () => {
    await checkRefused(
      "models --hints seats",
      "heddle models has no option --hints; see heddle models --help",
    );
  });

  it("refuses formats that a command does not print", async () => {
    await checkRefused(
      "models --format sarif",
      'heddle models has no format "sarif"; it prints text, json, markdown, html, workload',
    );
    await checkRefused(
      "check --json --format sarif",
      "--json and --format sarif contradict each other; give one of them",
    );
  });

  it("refuses words too many", async () => {
    await checkRefused(
      "check one two",
      'heddle check does not know what to do with "two"; usage: heddle check [PATH]',
    );
  });

  it("refuses what is not there", async () => {
    await checkRefused(
      "check nowhere",
      "nowhere: no such file or folder; give a path to a dbt project (dbt_project.yml), a tabular model (.bim, TMDL) or a workload (.json)",
    );
    await checkRefused(
      "models",
      ".: nothing to read here; Heddle reads a dbt project (dbt_project.yml), a tabular model (.bim, TMDL) or a workload (.json)",
      plainFiles({ "notes.txt": "nothing" }),
    );
  });

  it("serves the language server over stdio only", async () => {
    await checkRefused(
      "lsp",
      "heddle lsp speaks over stdin and stdout only; start it as heddle lsp --stdio",
    );
    expect((await runCommand(["lsp", "--stdio"])).status).toBe(0);
  });
});
