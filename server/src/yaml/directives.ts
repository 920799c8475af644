/** The `%YAML` and `%TAG` lines before a document, and the tag handles they leave in force. */
import { YamlError } from "./tokens";

/** Prefixes by tag handle. */
export type TagHandles = Map<string, string>;

/** The handles of a document without directives. */
export function defaultHandles(): TagHandles {
  return new Map([
    ["!", "!"],
    ["!!", "tag:yaml.org,2002:"],
  ]);
}

/** Takes in the directives of one document; `handles` gets the prefixes that they declare. */
export function directiveReader(handles: TagHandles): (line: string, offset: number) => void {
  const declared = new Set<string>();
  let hasVersion = false;
  return (line, offset) => {
    const version = /^%YAML[ \t]+(\d+)\.(\d+)[ \t]*(?:#.*)?$/.exec(line);
    if (version !== null) {
      if (hasVersion) throw new YamlError("found duplicate %YAML directive", offset);
      if (Number(version[1]) !== 1 || ![1, 2].includes(Number(version[2]))) {
        throw new YamlError("found incompatible YAML document", offset);
      }
      hasVersion = true;
      return;
    }
    const tag =
      /^%TAG[ \t]+(!(?:[\w-]*!)?)[ \t]+([\w\-;/?:@&=+$.!~*'()%,[\]]+)[ \t]*(?:[ \t]#.*)?$/.exec(
        line,
      );
    if (tag === null) {
      throw new YamlError(
        "found unknown directive name",
        offset,
        "while scanning a directive",
        offset,
      );
    }
    const [, handle = "", prefix = ""] = tag;
    if (declared.has(handle)) throw new YamlError("found duplicate %TAG directive", offset);
    declared.add(handle);
    handles.set(handle, prefix);
  };
}

/** The whole tag that a tag token's text stands for. */
export function wholeTag(token: string, handles: TagHandles, offset: number): string {
  const blank = token.indexOf(" ");
  const handle = token.slice(0, blank);
  if (handle === "") return token.slice(1);
  const prefix = handles.get(handle);
  if (prefix === undefined) {
    throw new YamlError("found undefined tag handle", offset, "while parsing a node", offset);
  }
  return prefix + token.slice(blank + 1);
}
