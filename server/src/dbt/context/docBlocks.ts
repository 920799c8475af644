/**
 * The `{% docs %}` blocks of a project and its packages, and what dbt refuses of them.
 * Source: dbt-core 1.11 `parser/docs.py`, `contracts/graph/manifest.py` (`resolve_doc`).
 */
import type { Span } from "../../base/text";
import { renderTemplate } from "../../jinja/render";
import { parseTemplate } from "../../jinja/template";
import { topLevelBlocks } from "../blocks";
import { coreOnly } from "../coreOnly";
import { hasJinja } from "../render/yamlRender";
import { addProblem, type Resolution } from "../resolution";

export interface DocBlock {
  readonly name: string;
  readonly package: string;
  readonly file: string;
  readonly nameSpan: Span;
  readonly text: string;
}

export interface DocBlocks {
  /** The block that `doc()` finds from a file of `packageName`; `owner` where it names one. */
  find(packageName: string, name: string, owner: string | undefined): DocBlock | undefined;
  names(): Iterable<string>;
}

const KINDS: ReadonlySet<string> = new Set(["docs"]);

/** Reads the blocks of all packages and reports what dbt would refuse. O(length of the files). */
export function docBlocks(resolution: Resolution): DocBlocks {
  const byPackage = new Map<string, Map<string, DocBlock>>();
  const byName = new Map<string, DocBlock>();
  for (const owner of resolution.packages.values()) {
    const own = new Map<string, DocBlock>();
    byPackage.set(owner.name, own);
    for (const file of owner.files) {
      if (file.kind !== "docs" || !/\{[%#]/.test(file.text)) continue;
      const { blocks, faults } = resolution.memory.of("docs", file.text, () =>
        topLevelBlocks(file.text, KINDS),
      );
      for (const fault of faults) {
        if (fault.isStray) continue;
        addProblem(
          resolution,
          "jinja-syntax",
          coreOnly(resolution.engine),
          { file: file.path, span: fault.span },
          `dbt cannot read this file's docs blocks: ${fault.message}.`,
        );
      }
      for (const { name, nameSpan, content } of blocks) {
        const site = { file: file.path, span: nameSpan };
        const known = own.get(name);
        if (known !== undefined) {
          addProblem(
            resolution,
            "duplicate-model-name",
            coreOnly(resolution.engine),
            site,
            `The docs block '${name}' is also defined in ${known.file}; dbt refuses that.`,
          );
          continue;
        }
        const raw = file.text.slice(content.start, content.end);
        const { text, error } = hasJinja(raw) ? rendered(raw) : { text: raw, error: undefined };
        if (error !== undefined) {
          const message = `dbt cannot render the docs block '${name}': ${error}.`;
          addProblem(resolution, "evaluation-error", coreOnly(resolution.engine), site, message);
        }
        const block = { name, package: owner.name, file: file.path, nameSpan, text: text.trim() };
        own.set(name, block);
        if (!byName.has(name)) byName.set(name, block);
      }
    }
  }
  return {
    find(packageName, name, owner) {
      if (owner !== undefined) return byPackage.get(owner)?.get(name);
      return (
        byPackage.get(resolution.root.name)?.get(name) ??
        byPackage.get(packageName)?.get(name) ??
        byName.get(name)
      );
    },
    names: () => byName.keys(),
  };
}

/** A block sees no names at all. */
function rendered(raw: string): { readonly text: string; readonly error: string | undefined } {
  const template = parseTemplate(raw);
  const { text, error } = renderTemplate(
    template,
    { lookup: () => undefined },
    { undefinedMode: "jinja", bindsLocalMacros: false },
  );
  return { text: error === undefined ? text : raw, error: error?.message };
}
