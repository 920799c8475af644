/** `heddle shred dbt`: writes the dbt form of the shredder into a project, and overwrites nothing. */
import { joinPath } from "../base/fileSystem";
import { dbtScaffold } from "../shred/dbtScaffold";
import { Refusal } from "../shred/refusal";
import type { CommandResult } from "./command";
import { jsonText } from "./jsonText";
import { absolutePath } from "./paths";
import { type ShredContext, say, shardsOf } from "./shredContext";

export async function shredDbt(context: ShredContext, project: string): Promise<CommandResult> {
  const { host, io, args, format } = context;
  const root = absolutePath(io, project);
  if ((await host.stat(joinPath(root, "dbt_project.yml"))) === undefined) {
    throw new Refusal(`${project} is no dbt project: it holds no dbt_project.yml`);
  }
  const model = args.value("model");
  const column = args.value("column");
  if (model === undefined || column === undefined) {
    throw new Refusal("say what to divide by what: --model NAME --column COLUMN [--shards N]");
  }
  const files = dbtScaffold({ model, column, shards: shardsOf(context) });
  for (const { path } of files) {
    if ((await host.stat(joinPath(root, path))) !== undefined) {
      throw new Refusal(`${path} is there already; Heddle overwrites nothing: remove it first`);
    }
  }
  say(context, `writing ${files.length} files into ${project}`);
  const folders = new Set(files.map(({ path }) => path.slice(0, path.lastIndexOf("/"))));
  for (const folder of folders) await host.makeFolder(joinPath(root, folder));
  for (const { path, text } of files) await host.writeDurably(joinPath(root, path), text);
  const paths = files.map(({ path }) => path);
  const text =
    format === "json"
      ? jsonText([{ schema: "heddle.shred.scaffold/1", project, files: paths }])
      : `${paths.map((path) => `  ${path}`).join("\n")}\nNext: dbt build --select +${model}_all_shards\n`;
  return { text, status: 0 };
}
