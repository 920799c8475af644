/**
 * The texts that the editor has open, kept in step by incremental changes. Knows URIs and versions;
 * what the texts mean is the projects' business.
 */
import type { TextDocumentContentChangeEvent } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";

export interface Documents {
  /** Opens a document, or replaces the text of one that is open already. */
  open(uri: string, path: string, version: number, text: string): void;
  /**
   * Applies changes in the order of their arrival, whatever their versions say: the stream keeps the
   * order, and a client that counts oddly must not freeze its document. The new text; `undefined`
   * when the document is not open.
   */
  change(
    uri: string,
    version: number,
    changes: readonly TextDocumentContentChangeEvent[],
  ): string | undefined;
  /** True when the document was open. */
  close(uri: string): boolean;
  /** Path of an open document. */
  pathOf(uri: string): string | undefined;
  /** URI under which the editor has opened a path. */
  uriOf(path: string): string | undefined;
  versionOf(uri: string): number | undefined;
  /** Paths of the open documents, in the order of opening. */
  paths(): readonly string[];
}

export function createDocuments(): Documents {
  const byUri = new Map<string, { readonly document: TextDocument; readonly path: string }>();
  const uriByPath = new Map<string, string>();

  return {
    open(uri, path, version, text) {
      byUri.set(uri, { document: TextDocument.create(uri, "", version, text), path });
      uriByPath.set(path, uri);
    },
    change(uri, version, changes) {
      const known = byUri.get(uri);
      if (known === undefined) return undefined;
      const document = TextDocument.update(known.document, [...changes], version);
      byUri.set(uri, { document, path: known.path });
      return document.getText();
    },
    close(uri) {
      const known = byUri.get(uri);
      if (known === undefined) return false;
      byUri.delete(uri);
      if (uriByPath.get(known.path) === uri) uriByPath.delete(known.path);
      return true;
    },
    pathOf: (uri) => byUri.get(uri)?.path,
    uriOf: (path) => uriByPath.get(path),
    versionOf: (uri) => byUri.get(uri)?.document.version,
    paths: () => [...uriByPath.keys()],
  };
}
