/**
 * The shredder as a dbt project has it: one macro with the shard as parameter, a model per shard, a
 * view over all of them, and tests that every row is in exactly one. Text only; writes nothing.
 */
import { Refusal } from "./refusal";

export interface ScaffoldRequest {
  /** The model, seed or snapshot whose rows are divided. */
  readonly model: string;
  readonly column: string;
  readonly shards: number;
}

export interface ScaffoldFile {
  /** Relative to the dbt project. */
  readonly path: string;
  readonly text: string;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** All files of the scaffold. Refuses names that dbt or SQL would not take unquoted. */
export function dbtScaffold({ model, column, shards }: ScaffoldRequest): readonly ScaffoldFile[] {
  for (const name of [model, column]) {
    if (!NAME.test(name))
      throw new Refusal(`"${name}" is no plain name; dbt's scaffold needs letters, digits and _`);
  }
  const numbers = Array.from({ length: shards }, (_, shard) => shard);
  const nameOf = (shard: number) => `${model}_shard_${shard}`;
  const folder = `models/${model}_shards`;
  const all = `${model}_all_shards`;
  return [
    {
      path: `macros/${model}_shard.sql`,
      text: `{# The shard of a row, 0 to ${shards - 1}, for negative keys too; rows without a key are in shard 0. #}
{% macro ${model}_shard_of(key) -%}
coalesce(mod(mod(cast({{ key }} as bigint), ${shards}) + ${shards}, ${shards}), 0)
{%- endmacro %}

{# The rows of one shard: every shard model is this, and nothing else. #}
{% macro ${model}_shard(shard) -%}
select * from {{ ref('${model}') }}
where {{ ${model}_shard_of('${column}') }} = {{ shard }}
{%- endmacro %}
`,
    },
    ...numbers.map((shard) => ({
      path: `${folder}/${nameOf(shard)}.sql`,
      text: `{{ config(materialized='table') }}

-- depends_on: {{ ref('${model}') }}
{{ ${model}_shard(${shard}) }}
`,
    })),
    {
      path: `${folder}/${all}.sql`,
      text: `{{ config(materialized='view') }}

${numbers.map((shard) => `select * from {{ ref('${nameOf(shard)}') }}`).join("\nunion all\n")}
`,
    },
    {
      path: `tests/${model}_shards_lose_nothing.sql`,
      text: `-- Fails where the shards together hold more or fewer rows than ${model}.
select given.row_count as given_rows, found.row_count as found_rows
from (select count(*) as row_count from {{ ref('${model}') }}) as given
cross join (select count(*) as row_count from {{ ref('${all}') }}) as found
where given.row_count <> found.row_count
`,
    },
    {
      path: `tests/${model}_shards_do_not_overlap.sql`,
      text: `-- Fails with every row that lies in a shard other than that of its key.
${numbers
  .map(
    (shard) =>
      `select ${shard} as shard, ${column} from {{ ref('${nameOf(shard)}') }}\nwhere {{ ${model}_shard_of('${column}') }} <> ${shard}`,
  )
  .join("\nunion all\n")}
`,
    },
  ];
}
