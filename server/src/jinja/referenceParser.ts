/** `extends`, `include`, `import`, `from`: read for their problems; dbt has no loader for them. */
import type { TokenCursor } from "./cursor";
import { parseExpression, parseTargetName } from "./expressionParser";
import type { TemplateReferenceNode } from "./nodes";

/** The tag at the cursor. */
export function parseTemplateReference(cursor: TokenCursor): TemplateReferenceNode {
  const { text, start } = cursor.next();
  const tag = text as TemplateReferenceNode["tag"];
  const template = parseExpression(cursor);
  let ignoreMissing = false;
  let targets: string[] = [];
  if (tag === "include") {
    if (cursor.isName("ignore") && cursor.look().text === "missing") {
      cursor.next();
      cursor.next();
      ignoreMissing = true;
    }
    skipContext(cursor);
  } else if (tag === "import") {
    cursor.expectName("as");
    targets = [parseTargetName(cursor).name];
    skipContext(cursor);
  } else if (tag === "from") {
    cursor.expectName("import");
    targets = parseImportedNames(cursor);
  }
  const end = cursor.previousEnd;
  return { kind: "templateReference", tag, template, ignoreMissing, targets, start, end };
}

function parseImportedNames(cursor: TokenCursor): string[] {
  const names: string[] = [];
  for (;;) {
    if (names.length > 0) cursor.expect(",");
    if (!cursor.at("name")) cursor.expect("name");
    if (skipContext(cursor)) return names;
    const target = parseTargetName(cursor);
    if (target.name.startsWith("_")) {
      cursor.failAssertion("names starting with an underline can not be imported", target);
    }
    names.push(cursor.skipName("as") ? parseTargetName(cursor).name : target.name);
    if (skipContext(cursor) || !cursor.at(",")) return names;
  }
}

function skipContext(cursor: TokenCursor): boolean {
  if (!cursor.isName("with") && !cursor.isName("without")) return false;
  const next = cursor.look();
  if (next.kind !== "name" || next.text !== "context") return false;
  cursor.next();
  cursor.next();
  return true;
}
