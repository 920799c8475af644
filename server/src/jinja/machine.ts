/**
 * One evaluation under way: its budgets, what was Unknown in it, and whether the code that runs
 * now is certain to run. Every loop and every growing value reports here.
 */
import type { Span } from "../base/text";
import { budgetError } from "./errors";
import type { Cost, Machine, TemplateText } from "./values";

/** Limits of one evaluation. */
export interface Budget {
  /** Evaluated nodes, loop turns and calls. */
  readonly steps: number;
  /** Characters of output. */
  readonly output: number;
  /** Characters and list slots made in all, thrown away or not. */
  readonly memory: number;
  /** Macro calls within macro calls. */
  readonly depth: number;
  /** Wall clock, in milliseconds; needs a clock. */
  readonly timeMs: number;
}

/** What one template of an editor may cost; a macro that loops for ever ends here. */
export const DEFAULT_BUDGET: Budget = {
  steps: 200_000,
  output: 2_000_000,
  memory: 8_000_000,
  depth: 60,
  timeMs: 500,
};

/** Milliseconds from some fixed moment; `node/` supplies it, tests count. */
export type Clock = () => number;

/** Something that could not be known, and where it mattered. */
export interface UnknownNote {
  readonly reason: string;
  readonly span: Span;
}

/** A condition that was decided: which body of its `if` ran. */
export interface BranchNote {
  readonly template: TemplateText;
  /** The condition; for `else`, that of the `if`. */
  readonly span: Span;
  readonly taken: "if" | "elif" | "else";
}

/** More branches than this are not noted: nobody reads them. */
const BRANCH_LIMIT = 200;

/** Steps between two looks at the clock. */
const CLOCK_INTERVAL = 1_024;

export class EvaluationMachine
  implements Omit<Machine, "call" | "attribute" | "attributeOnly" | "item">
{
  readonly unknown: UnknownNote[] = [];
  readonly branches: BranchNote[] = [];
  isCertain = true;
  /** Whether the `autoescape` block that runs now, if any, is on. */
  isEscaping = false;
  private steps = 0;
  private memory = 0;
  private output = 0;
  private depth = 0;
  private deepest = 0;
  private noteCount = 0;
  private readonly start: number;

  constructor(
    private readonly budget: Budget,
    private readonly clock: Clock | undefined,
  ) {
    this.start = clock?.() ?? 0;
  }

  step(count = 1): void {
    const before = this.steps;
    this.steps += count;
    if (this.steps > this.budget.steps) {
      throw budgetError(`the template took more than ${this.budget.steps} steps`);
    }
    if (this.clock === undefined) return;
    if (Math.floor(before / CLOCK_INTERVAL) === Math.floor(this.steps / CLOCK_INTERVAL)) return;
    if (this.clock() - this.start > this.budget.timeMs) {
      throw budgetError(`the template took longer than ${this.budget.timeMs} ms`);
    }
  }

  allocate(units: number): void {
    this.memory += units;
    if (this.memory > this.budget.memory) {
      throw budgetError("the template used too much memory");
    }
  }

  write(length: number): void {
    this.output += length;
    if (this.output > this.budget.output) throw budgetError("the template printed too much");
  }

  enter(): void {
    this.depth++;
    this.reach(this.depth);
  }

  leave(): void {
    this.depth--;
  }

  private reach(depth: number): void {
    if (depth > this.deepest) this.deepest = depth;
    if (depth > this.budget.depth) {
      throw budgetError(`macros call each other more than ${this.budget.depth} deep`);
    }
  }

  measure<T>(work: () => T): { readonly result: T; readonly cost: Cost } {
    const { steps, output, memory, depth, deepest, noteCount } = this;
    this.deepest = depth;
    try {
      const result = work();
      const cost = {
        steps: this.steps - steps,
        output: this.output - output,
        memory: this.memory - memory,
        depth: this.deepest - depth,
        isUncertain: this.noteCount > noteCount,
      };
      return { result, cost };
    } finally {
      this.deepest = Math.max(deepest, this.deepest);
    }
  }

  charge({ steps, output, memory, depth }: Cost): void {
    this.reach(this.depth + depth);
    this.step(steps);
    this.allocate(memory);
    this.write(output);
  }

  noteBranch(template: TemplateText, span: Span, taken: BranchNote["taken"]): void {
    if (this.branches.length >= BRANCH_LIMIT) return;
    this.branches.push({ template, span: { start: span.start, end: span.end }, taken });
  }

  noteUnknown(reason: string, span: Span): void {
    this.noteCount++;
    const last = this.unknown.at(-1);
    if (last?.reason === reason && last.span.start === span.start) return;
    this.unknown.push({ reason, span: { start: span.start, end: span.end } });
  }
}
