/**
 * What evaluations asked of a project's macros and what they were answered: while the answers stay
 * the same, so does the result, whatever else was edited in the macro files.
 */
import type { MacroTable } from "./projectMacros";

/** One thing asked of a table. */
export interface Question {
  readonly id: number;
  readonly ask: (table: MacroTable) => unknown;
}

/** Questions with one table's answers; work that asked the same shares one list. */
export interface AskedMacros {
  readonly questions: readonly Question[];
  readonly answers: readonly unknown[];
}

/** A macro table that takes down what is asked of it. */
export interface WatchedMacros extends MacroTable {
  /** Runs `work`; what it asked, without what watched work inside it asked. */
  watch<T>(work: () => T): { readonly result: T; readonly asked: AskedMacros };
  /** Runs `work`; what it asked, which a watch around it hears as well. */
  overhear<T>(work: () => T): { readonly result: T; readonly questions: ReadonlySet<Question> };
  /** Tells a watch that these were asked again. */
  repeat(questions: ReadonlySet<Question>): void;
  /** Whether this table answers as the one that was asked. O(questions), once for each list. */
  answersAlike(asked: AskedMacros): boolean;
}

type Questions = Map<string, Map<string, Question>>;

/** Watches `table`. A question costs two look-ups in maps while somebody watches. */
export function watchMacros(table: MacroTable): WatchedMacros {
  const found: Questions = new Map();
  const foundIn: Questions = new Map();
  const others: Questions = new Map();
  const lists = new Map<string, AskedMacros>();
  const verdicts = new WeakMap<AskedMacros, boolean>();
  let questionCount = 0;
  let seen: Set<Question> | undefined;

  const note = (group: Questions, of: string, name: string, ask: Question["ask"]): void => {
    if (seen === undefined) return;
    let named = group.get(of);
    if (named === undefined) {
      named = new Map();
      group.set(of, named);
    }
    let question = named.get(name);
    if (question === undefined) {
      question = { id: questionCount++, ask };
      named.set(name, question);
    }
    seen.add(question);
  };
  const listOf = (asked: ReadonlySet<Question>): AskedMacros => {
    const questions = [...asked].sort((a, b) => a.id - b.id);
    const key = questions.map(({ id }) => id).join(" ");
    let list = lists.get(key);
    if (list === undefined) {
      list = { questions, answers: questions.map(({ ask }) => ask(table)) };
      lists.set(key, list);
      verdicts.set(list, true);
    }
    return list;
  };

  const repeat = (questions: ReadonlySet<Question>): void => {
    if (seen !== undefined) for (const question of questions) seen.add(question);
  };

  return {
    get macros() {
      note(others, "all", "", (one) => [...one.macros.keys()].join("\0"));
      return table.macros;
    },
    find(packageName, name) {
      note(found, packageName, name, (one) => one.find(packageName, name)?.template);
      return table.find(packageName, name);
    },
    findIn(packageName, name) {
      note(foundIn, packageName, name, (one) => one.findIn(packageName, name)?.template);
      return table.findIn(packageName, name);
    },
    lastNamed(name) {
      note(others, "last", name, (one) => one.lastNamed(name)?.template);
      return table.lastNamed(name);
    },
    has(packageName) {
      note(others, "package", packageName, (one) => one.has(packageName));
      return table.has(packageName);
    },
    labelled(label) {
      note(others, "label", label, (one) => one.labelled(label));
      return table.labelled(label);
    },
    // Places are asked for templates that another question has led to.
    placeOf: (template) => table.placeOf(template),
    watch(work) {
      const outer = seen;
      const own = new Set<Question>();
      seen = own;
      try {
        const result = work();
        return { result, asked: listOf(own) };
      } finally {
        seen = outer;
      }
    },
    overhear(work) {
      const outer = seen;
      const own = new Set<Question>();
      seen = own;
      try {
        return { result: work(), questions: own };
      } finally {
        seen = outer;
        repeat(own);
      }
    },
    repeat,
    answersAlike(asked) {
      let isAlike = verdicts.get(asked);
      if (isAlike === undefined) {
        isAlike = asked.questions.every(({ ask }, at) => ask(table) === asked.answers[at]);
        verdicts.set(asked, isAlike);
      }
      return isAlike;
    },
  };
}
