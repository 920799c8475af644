import { describe, expect, it } from "vitest";
import { parseArguments } from "../../server/src/cli/arguments";
import { hasFailed } from "../../server/src/cli/failure";
import { EVERYWHERE, type OptionName } from "../../server/src/cli/options";

const ALLOWED: readonly OptionName[] = ["json", "threads", "env", "hints", "select", ...EVERYWHERE];

/** `expected` lists positionals and `name=value` as read, or the message behind `!`. */
function checkArguments(line: string, expected: string): void {
  const args = parseArguments(line.split(" ").filter(Boolean), ALLOWED, "simulate");
  if (hasFailed(args)) {
    expect(`! ${args.failed}`).toBe(expected);
    return;
  }
  const options = ALLOWED.filter((name) => args.has(name)).map((name) => {
    const values = args.values(name);
    return values.length === 0 ? name : `${name}=${values.join(",")}`;
  });
  expect([...args.positionals, ...options].join(" ")).toBe(expected);
}

describe("arguments", () => {
  it("takes values behind a blank or an equals sign, short names and switches", () => {
    checkArguments("shop --threads 8 --json", "shop json threads=8");
    checkArguments("--threads=8 shop", "shop threads=8");
    checkArguments("-s tag:nightly -q", "select=tag:nightly quiet");
    checkArguments("--env A=1 --env B=x=y", "env=A=1,B=x=y");
  });

  it("takes what stands behind -- as it is, and a lone dash", () => {
    checkArguments("-- --json -x", "--json -x");
    checkArguments("-", "-");
  });

  it("takes negative numbers as values", () => {
    checkArguments("--threads -1", "threads=-1");
  });

  it("says which option was meant", () => {
    checkArguments(
      "--thread 4",
      "! heddle simulate has no option --thread; did you mean --threads?",
    );
    checkArguments(
      "--hnits seats",
      "! heddle simulate has no option --hnits; did you mean --hints?",
    );
    checkArguments("-z", "! heddle simulate has no option -z; see heddle simulate --help");
  });

  it("says what a value must be", () => {
    checkArguments("--threads", "! --threads needs a value: --threads N");
    checkArguments("--threads --json", "! --threads needs a value: --threads N");
    checkArguments("--json=yes", "! --json takes no value; write it alone");
    checkArguments("--hints all", '! --hints: "all" is none of ignored, seats, exclusive, slots');
  });
});
