/** Which dbt a project is read as: who decides, what is only told, and what never changes a verdict. */
import { describe, expect, it } from "vitest";
import { dbtPinIn, pinFilesOf } from "../../server/src/dbt/dbtPin";
import type { chooseEngine } from "../../server/src/dbt/engine";
import { requirementsFile } from "../../server/src/dbt/requirementsFile";
import { parseFixture } from "../support/fixture";
import { projectOf } from "./checkProject";

const PROJECT = "//- dbt_project.yml\nname: shop\nversion: '1.0'\nprofile: shop\n";
const requiring = (words: string) => `${PROJECT}require-dbt-version: ${words}\n`;

/** `dbt-core 1.9 by uv.lock`. */
function checkEngine(
  source: string,
  expected: string,
  given: Parameters<typeof chooseEngine>[1] = {},
): void {
  const { engine, release, engineOrigin } = projectOf(source, { ...without(given) });
  const name = engine === "fusion" ? "fusion" : `dbt-core 1.${release}`;
  expect(`${name} by ${engineOrigin}`).toBe(expected);
}

function without({ engine, release }: Parameters<typeof chooseEngine>[1]) {
  return { ...(engine && { engine }), ...(release && { release }) };
}

const locked = (version: string, name = "uv.lock") =>
  `//- ${name}\nversion = 1\n[[package]]\nname = "agate"\nversion = "1.9.1"\n\n[[package]]\nname = "dbt-core"\nversion = "${version}"\nsource = { registry = "x" }\n`;
const required = (line: string) => `//- requirements.txt\n${line}\n`;

describe("the engine of a project", () => {
  it("is the usual one where nothing says another", () => {
    checkEngine(PROJECT, "dbt-core 1.11 by default");
    checkEngine(requiring("'>=1.7.0'"), "dbt-core 1.11 by default");
    checkEngine(`${PROJECT}${required("pandas==2.0.0")}`, "dbt-core 1.11 by default");
  });

  it("is what require-dbt-version allows", () => {
    checkEngine(requiring("['>=1.8.0', '<1.10.0']"), "dbt-core 1.9 by require-dbt-version");
    checkEngine(requiring("'>=2.0.0'"), "fusion by require-dbt-version");
    checkEngine(requiring("['>=1.8.0', '<3.0.0']"), "dbt-core 1.11 by default");
  });

  it("is dbt 2 where that is what is installed and require-dbt-version allows it", () => {
    checkEngine(`${PROJECT}${locked("2.0.0a4")}`, "fusion by uv.lock");
    checkEngine(`${requiring("['>=1.8.0', '<3.0.0']")}${locked("2.0.0")}`, "fusion by uv.lock");
    checkEngine(`${requiring("'>=2.0.0'")}${locked("2.0.0")}`, "fusion by require-dbt-version");
    checkEngine(`${requiring("'<2.0.0'")}${locked("2.0.0")}`, "dbt-core 1.11 by default");
    checkEngine(`${requiring("'>=2.0.0'")}${locked("1.9.4")}`, "fusion by require-dbt-version");
  });

  it("is not dbt 2's where a range allows dbt 1", () => {
    checkEngine(`${PROJECT}${required("dbt-core>=1.8")}`, "dbt-core 1.11 by default");
    checkEngine(`${PROJECT}${required("dbt-core>=1.8,<3")}`, "dbt-core 1.11 by default");
    checkEngine(`${PROJECT}${required("dbt-core>=2.0.0a1,<3")}`, "fusion by requirements.txt");
  });

  it("is no other release of dbt 1 because of what is installed", () => {
    for (const version of ["1.6.9", "1.8.2", "1.9.4", "1.12.0", "1.14.0"]) {
      checkEngine(`${PROJECT}${locked(version)}`, "dbt-core 1.11 by default");
    }
    const source = `${requiring("['>=1.10.0', '<1.11.0']")}${locked("1.9.4")}`;
    checkEngine(source, "dbt-core 1.10 by require-dbt-version");
    checkEngine(`${PROJECT}${required("dbt-snowflake==1.7.3")}`, "dbt-core 1.11 by default");
  });

  it("is what the caller says before all else", () => {
    const source = `${requiring("'>=2.0.0'")}${locked("2.0.0")}`;
    checkEngine(source, "dbt-core 1.11 by --engine", { engine: "dbt-core" });
    checkEngine(source, "dbt-core 1.8 by --engine", { engine: "dbt-core", release: 8 });
    checkEngine(`${PROJECT}${locked("1.9.4")}`, "fusion by --engine", { engine: "fusion" });
  });

  it("is never another because of what dbt left in target/", () => {
    const manifest = '{"metadata": {"dbt_version": "2.0.0"}, "nodes": {}}';
    checkEngine(`${PROJECT}//- target/manifest.json\n${manifest}\n`, "dbt-core 1.11 by default");
  });

  it("comes with everything that speaks of it, the strongest first", () => {
    const { engineEvidence } = projectOf(`${requiring("'>=1.8.0'")}${locked("1.9.4")}`, {
      release: 10,
    });
    expect(engineEvidence).toEqual([
      { source: "--engine", says: "dbt-core-1.10", decides: true, agrees: true },
      { source: "uv.lock", says: "dbt-core ==1.9.4", decides: false, agrees: false },
      { source: "require-dbt-version", says: ">=1.8.0", decides: false, agrees: true },
    ]);
  });

  it("brings dbt 2's errors only where dbt 2 is what is installed or asked for", () => {
    const source = `${PROJECT}//- models/a.sql\n{{ config(threads=2) }} select 1\n`;
    const errors = (extra: string) =>
      projectOf(`${source}${extra}`).problems.filter(({ severity }) => severity === "error").length;
    expect(errors("")).toBe(0);
    expect(errors(required("dbt-core>=1.8,<3"))).toBe(0);
    expect(projectOf(`${source}${locked("2.0.0")}`).engine).toBe("fusion");
  });
});

/** What a file pins: `dbt-core ==1.9.4 → =1.9.4`. */
function checkPin(name: string, text: string, expected: string | undefined): void {
  const pin = dbtPinIn(name, text);
  expect(pin && `${pin.package} → ${pin.specifiers.join(" ")}`).toBe(expected);
}

describe("pins of dbt", () => {
  it.each([
    ["dbt-core==1.9.4", "dbt-core → =1.9.4"],
    ["DBT_Core == 1.9.4  # as in production", "dbt-core → =1.9.4"],
    ["dbt-core[x]~=1.9.2 ; python_version > '3.9'", "dbt-core → >=1.9.2 <1.10.0"],
    ["dbt-core~=1.9", "dbt-core → >=1.9.0 <2.0.0"],
    ["dbt-core==1.9.*", "dbt-core → >=1.9.0 <1.10.0"],
    ["dbt-core>=1.8,<1.10,!=1.8.1", "dbt-core → >=1.8.0 <1.10.0"],
    ["dbt-core==1.9.4 --hash=sha256:abc", "dbt-core → =1.9.4"],
    ["dbt-core==1.9.4 \\\n    --hash=sha256:abc", "dbt-core → =1.9.4"],
    ["dbt-core", "dbt-core → "],
    ["dbt-core @ git+https://x/y", "dbt-core → "],
    ["dbt-postgres==1.7.4", "dbt-postgres → =1.7.4"],
    ["dbt-postgres==1.9.0", undefined],
    ["dbt-metricflow==0.7.1", undefined],
    ["# dbt-core==1.9.4", undefined],
    ["my-dbt-core==1.9.4", undefined],
  ])("of a list of requirements: %s", (line, expected) => {
    checkPin("requirements.txt", `pandas==2.1\n${line}\nrich\n`, expected);
  });

  it.each([
    ['[project]\ndependencies = ["dbt-core>=1.8,<1.10", "rich"]', "dbt-core → >=1.8.0 <1.10.0"],
    [
      "[project]\ndependencies = [\n  'dbt-core==1.9.4 ; python_version > \"3.9\"',\n]",
      "dbt-core → =1.9.4",
    ],
    ['[dependency-groups]\ndev = ["dbt-core[x]~=1.10.0"]', "dbt-core → >=1.10.0 <1.11.0"],
    ['[tool.poetry.dependencies]\ndbt-core = "^1.9.2"', "dbt-core → >=1.9.2 <2.0.0"],
    ['[tool.poetry.dependencies]\ndbt-core = "~1.9"', "dbt-core → >=1.9.0 <1.10.0"],
    ['[tool.poetry.dependencies]\ndbt-core = "1.9.4"', "dbt-core → =1.9.4"],
    [
      '[tool.poetry.dependencies]\ndbt-core = {version = "1.9.*", extras = ["x"]}',
      "dbt-core → >=1.9.0 <1.10.0",
    ],
    ['# "dbt-core==1.2.3"\n[project]\nname = "x"', undefined],
    ['[tool.poetry.dependencies]\ndbt-core = "*"', "dbt-core → "],
  ])("of pyproject.toml: %s", (text, expected) => {
    checkPin("pyproject.toml", text, expected);
  });

  it("of lock files", () => {
    const toml =
      '[[package]]\nname = "dbt-core"\nversion = "1.10.3"\n\n[package.dependencies]\nagate = "*"\n';
    for (const name of ["uv.lock", "poetry.lock", "pdm.lock"])
      checkPin(name, toml, "dbt-core → =1.10.3");
    checkPin("uv.lock", toml.replace("dbt-core", "dbt-common"), undefined);
    const pipfile = '{"default": {"dbt-core": {"hashes": ["sha256:x"], "version": "==1.9.1"}}}';
    checkPin("Pipfile.lock", pipfile, "dbt-core → =1.9.1");
    checkPin("Pipfile.lock", "{ dbt-", undefined);
  });

  it("are believed in the order of what says most", () => {
    const names = [
      "pyproject.toml",
      "requirements-dev.txt",
      "requirements.txt",
      "uv.lock",
      "x.txt",
    ];
    expect(pinFilesOf(names)).toEqual([
      "uv.lock",
      "requirements.txt",
      "requirements-dev.txt",
      "pyproject.toml",
    ]);
  });
});

describe("the file that pins dbt", () => {
  const found = (source: string) => {
    const { fileSystem, root } = parseFixture(source);
    return requirementsFile(fileSystem, `${root}/warehouse/dbt`)?.path;
  };
  const project = "//- warehouse/dbt/dbt_project.yml\nname: shop\n";
  const repository = "//- .git/HEAD\nref: x\n";

  it("lies in the project or above it in its repository, the nearest first", () => {
    const above = `${project}//- uv.lock\n[[package]]\nname = "dbt-core"\nversion = "1.9.0"\n`;
    expect(found(`${repository}${above}`)).toBe("../../uv.lock");
    expect(found(`${repository}${above}//- warehouse/requirements.txt\ndbt-core==1.8.0\n`)).toBe(
      "../requirements.txt",
    );
    expect(found(`${repository}${above}//- warehouse/requirements.txt\npandas\n`)).toBe(
      "../../uv.lock",
    );
  });

  it("is not looked for above a project that lies in no repository", () => {
    expect(found(`${project}//- requirements.txt\ndbt-core==1.8.0\n`)).toBeUndefined();
  });
});
