/** The page's words in the language of the editor, which hands its table over with the page. */

import { inEnglish, type Translate } from "../src/translate";

const words = tableOfPage();

/** The message itself is the key; English where the table has no other. As `vscode.l10n.t`. */
export const t: Translate = (message, ...args) => inEnglish(words.get(message) ?? message, ...args);

function tableOfPage(): ReadonlyMap<string, string> {
  // The pure parts are also used where there is no page.
  if (typeof document === "undefined") return new Map();
  const text = document.getElementById("heddle")?.dataset["words"];
  const table: unknown = text === undefined ? {} : JSON.parse(text);
  const entries = typeof table === "object" && table !== null ? Object.entries(table) : [];
  return new Map(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
