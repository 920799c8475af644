/**
 * Refreshes that a script sends one by one: each is a transaction of its own, after which columns,
 * hierarchies and relationships are calculated again (the article's "multiple ProcessRecalcs").
 */
import type { Fix } from "../../base/problem";
import type { TmslScript } from "./parseScript";
import type { ScriptFinding, ScriptRule } from "./scriptRule";
import { isCalculating } from "./scriptWorkload";

export const refreshesOutsideOneTransaction: ScriptRule = {
  code: "refreshes-outside-one-transaction",
  severity: "warning",
  title: "Several refreshes of one model are transactions of their own",
  *check(script) {
    const { file, requests } = script;
    const byDatabase = new Map<string, typeof requests>();
    for (const request of requests) {
      const calculating = request.refreshes.filter(isCalculating);
      const database = calculating[0]?.targets[0]?.database.toLowerCase();
      if (database === undefined) continue;
      byDatabase.set(database, [...(byDatabase.get(database) ?? []), request]);
    }
    for (const apart of byDatabase.values()) {
      const [first, ...others] = apart;
      const refresh = first?.refreshes.find(isCalculating);
      if (refresh === undefined || others.length === 0) continue;
      const name = refresh.targets[0]?.database ?? "";
      yield {
        file,
        span: refresh.nameSpan,
        message: `${apart.length} requests refresh ${name} one after another, and each calculates columns, hierarchies and relationships again; in one \`sequence\`, which is one transaction, they load in parallel and are calculated once.`,
        related: others.flatMap((request) => {
          const next = request.refreshes.find(isCalculating);
          if (next === undefined) return [];
          return [{ file, span: next.nameSpan, message: "This refresh calculates again" }];
        }),
        fixes: fixesOf(script),
        couldBeWrong: [
          "The requests are sent at different times, or a failed one must not undo the others.",
        ],
      } satisfies ScriptFinding;
    }
  },
};

/** Only where the script does nothing but refresh: sequences do not nest. */
function fixesOf({ file, requests, arraySpan }: TmslScript): readonly Fix[] {
  const isPlain = requests.every(({ command }) => command === "refresh");
  if (arraySpan === undefined || !isPlain) return [];
  const at = (offset: number) => ({ start: offset, end: offset });
  const database = requests[0]?.refreshes[0]?.targets[0]?.database ?? "";
  const head = { file, span: at(arraySpan.start), newText: '{ "sequence": { "operations": ' };
  const tail = { file, span: at(arraySpan.end), newText: " } }" };
  const types = requests.flatMap(({ refreshes }) =>
    refreshes.flatMap(({ type, typeSpan }) =>
      typeSpan !== undefined && type.toLowerCase() === "full"
        ? [{ file, span: typeSpan, newText: '"dataOnly"' }]
        : [],
    ),
  );
  const wrap: Fix = {
    title: "Wrap the refreshes in one sequence (one transaction)",
    preferred: false,
    edits: [head, tail],
  };
  if (types.length < requests.length) return [wrap];
  const calculate = JSON.stringify({ refresh: { type: "calculate", objects: [{ database }] } });
  const last = { file, span: at(arraySpan.end - 1), newText: `, ${calculate}` };
  return [
    wrap,
    {
      title: "Load the data in one sequence and calculate once at its end",
      preferred: false,
      edits: [head, ...types, last, tail],
    },
  ];
}
