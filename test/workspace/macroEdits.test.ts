/** An edited macro makes those nodes anew that looked at it, and no others. */
import { expect, it } from "vitest";
import { type OpenedWorkspace, openWorkspace } from "./liveDisk";
import { projectView } from "./projectView";

const TAG = "{% macro tag(x) %}{{ return(x) }}{% endmacro %}\n";
const INNER = "{% macro inner() %}{{ return('c') }}{% endmacro %}\n";
const OUTER = "{% macro outer() %}{{ return(inner()) }}{% endmacro %}\n";
const PLAIN = "{% macro plain(x) %}{{ x }} / 100{% endmacro %}\n";
const MODELS = `
//- models/a.sql
{{ config(tags=tag('x')) }} select 1
//- models/b.sql
select {{ plain('amount') }} from {{ ref('a') }}
//- models/c.sql
select * from {{ ref('a') }}
//- models/d.sql
select * from {{ ref(outer()) }}
`;

function opened(macros: string): OpenedWorkspace {
  return openWorkspace(`//- macros/m.sql\n${macros}${MODELS}`);
}

/** Names of the models that an edit of the macros to `after` makes anew. */
function madeAnew(before: string, after: string): readonly string[] {
  const workspace = opened(before);
  const old = workspace.project().project.nodes;
  workspace.type("macros/m.sql", after);
  const project = workspace.project();
  const wanted = openWorkspace(`//- macros/m.sql\n${after}${MODELS}`).project();
  expect(projectView(project)).toEqual(projectView(wanted));
  return [...project.project.nodes.values()]
    .filter((node) => old.get(node.uniqueId) !== node)
    .map(({ name }) => name);
}

const ALL = INNER + OUTER + PLAIN + TAG;

it.each([
  ["a comment at the end", `${ALL}{# nothing #}\n`, []],
  ["what a macro says", ALL.replace("return(x)", "return('y')"), ["a"]],
  ["a macro that another one calls", ALL.replace("'c'", "'b'"), ["d"]],
  ["a macro that only prints", ALL.replace("100", "999"), ["b"]],
  [
    "one that prints no more only, and moves those behind it",
    ALL.replace("{{ x }}", "{{ ref('c') }}"),
    ["a", "b"],
  ],
  ["a name that no model asks for", `${ALL}{% macro new() %}{% endmacro %}\n`, []],
  ["a macro that goes", ALL.replace(PLAIN, ""), ["a", "b"]],
])("%s", (_, after, expected) => {
  const anew = madeAnew(`${ALL}\n`, `${after}\n`);
  expect(anew).toEqual(expected);
});

it("macros that name schemas concern the whole project", () => {
  const naming = "{% macro generate_schema_name(custom, node) %}s_{{ node.name }}{% endmacro %}\n";
  expect(madeAnew(`${ALL}\n`, `${ALL}${naming}\n`)).toEqual(["a", "b", "c", "d"]);
});
