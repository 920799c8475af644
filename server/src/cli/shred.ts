/** `heddle shred`: finds the part that is asked for and says refusals in one line. */
import { Cancelled, Refusal } from "../shred/refusal";
import { closestWord } from "./closest";
import type { CommandContext, CommandResult } from "./command";
import { type Failure, failure } from "./failure";
import type { ShredContext } from "./shredContext";

type RunPart = (context: ShredContext, file: string) => Promise<CommandResult | Failure>;

const INTERRUPTED = 130;

/** Each part in a file of its own, loaded when used. */
const PARTS: Readonly<Record<string, () => Promise<RunPart>>> = {
  analyse: async () => (await import("./shredAnalyse")).shredAnalyse,
  plan: async () => (await import("./shredPlan")).shredPlan,
  run: async () => (await import("./shredRun")).shredRun,
  resume: async () => (await import("./shredRun")).shredResume,
  verify: async () => (await import("./shredVerify")).shredVerify,
  clean: async () => (await import("./shredVerify")).shredClean,
  dbt: async () => (await import("./shredDbt")).shredDbt,
};

export async function shred(context: CommandContext): Promise<CommandResult | Failure> {
  const [part, file] = context.args.positionals;
  const names = Object.keys(PARTS);
  if (part === undefined) return failure(`heddle shred: say what to do: ${names.join(", ")}`);
  const load = Object.hasOwn(PARTS, part) ? PARTS[part] : undefined;
  if (load === undefined) {
    const near = closestWord(part, names);
    const next = near === undefined ? `it has ${names.join(", ")}` : `did you mean ${near}?`;
    return failure(`heddle shred has no part "${part}"; ${next}`);
  }
  if (file === undefined) return failure(`heddle shred ${part}: name a file`);
  const host = context.io.shredHost;
  if (host === undefined)
    return failure("heddle shred needs the machine's files; start it as a program");
  if (context.format === "workload" && part !== "plan") {
    return failure("--format workload is for heddle shred plan");
  }
  const stop = new AbortController();
  const release = host.onInterrupt(() => stop.abort());
  try {
    const run = await load();
    return await run({ ...context, host, signal: stop.signal }, file);
  } catch (error) {
    if (error instanceof Cancelled) return { text: "", status: INTERRUPTED };
    if (error instanceof Refusal) return failure(error.message);
    // What the system or a database says is for the person; programs' own errors name no code.
    const isOurs = error instanceof TypeError || error instanceof RangeError;
    if (isOurs || !(error instanceof Error)) throw error;
    return failure(error.message);
  } finally {
    release();
  }
}
