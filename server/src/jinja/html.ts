/** MarkupSafe's escaping. */
import { str } from "./print";
import type { Value } from "./values";
import { isKind } from "./values";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&#34;",
  "'": "&#39;",
};

/** The text of `value` with HTML's special characters escaped; Markup stays as it is. */
export function escapeHtml(value: Value): string {
  return isKind(value, "markup") ? value.text : escapeText(str(value));
}

/** `text` escaped. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
