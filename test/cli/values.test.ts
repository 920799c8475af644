import { describe, expect, it } from "vitest";
import { parseArguments } from "../../server/src/cli/arguments";
import { closestWord } from "../../server/src/cli/closest";
import { hasFailed } from "../../server/src/cli/failure";
import { contentionOf, parsePair, threadRangeOf, threadsOf } from "../../server/src/cli/values";

function argumentsOf(name: "threads" | "contention", value: string) {
  const args = parseArguments([`--${name}`, value], [name]);
  if (hasFailed(args)) throw new Error(args.failed);
  return args;
}

const shown = (result: unknown) => (hasFailed(result) ? `! ${result.failed}` : result);

describe("numbers and ranges", () => {
  it("takes whole thread counts from 1", () => {
    expect(threadsOf(argumentsOf("threads", "16"))).toBe(16);
    for (const wrong of ["0", "-1", "1.5", "abc", "", "99999", "1e400"]) {
      expect(shown(threadsOf(argumentsOf("threads", wrong)))).toBe(
        `! --threads: "${wrong}" is not a whole number from 1 to 4096`,
      );
    }
  });

  it("takes A..B and a lone upper end", () => {
    expect(threadRangeOf(argumentsOf("threads", "4..16"))).toEqual({ from: 4, to: 16 });
    expect(threadRangeOf(argumentsOf("threads", "8"))).toEqual({ from: 1, to: 8 });
    for (const wrong of ["16..4", "0..4", "a..b", "1..", "1...4", "1..5000"]) {
      expect(hasFailed(threadRangeOf(argumentsOf("threads", wrong)))).toBe(true);
    }
  });

  it("takes a contention law of two numbers", () => {
    expect(contentionOf(argumentsOf("contention", "0.03,0.001"))).toEqual({
      alpha: 0.03,
      beta: 0.001,
    });
    for (const wrong of ["0.03", "1,2,3", "-1,0", "a,b", ","]) {
      expect(hasFailed(contentionOf(argumentsOf("contention", wrong)))).toBe(true);
    }
  });

  it("splits pairs at the first equals sign", () => {
    expect(parsePair("A=b=c")).toEqual(["A", "b=c"]);
    expect(parsePair("A=")).toEqual(["A", ""]);
    expect(parsePair("=x")).toBeUndefined();
    expect(parsePair("A")).toBeUndefined();
  });
});

describe("did you mean", () => {
  const commands = ["check", "models", "explain", "render", "simulate", "sweep", "lsp"];

  it.each([
    ["chekc", "check"],
    ["simulat", "simulate"],
    ["model", "models"],
    ["sim", "simulate"],
    ["CHECK", "check"],
  ])("%s → %s", (word, meant) => expect(closestWord(word, commands)).toBe(meant));

  it.each(["banana", "x", "deploy"])("%s is near nothing", (word) =>
    expect(closestWord(word, commands)).toBeUndefined(),
  );
});
