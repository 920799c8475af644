/** Words of this client in the language of the editor. Pure files take the function as an argument. */

/** The message itself is the key; `{0}`, `{1}` … stand for the arguments. As `vscode.l10n.t`. */
export type Translate = (message: string, ...args: readonly (string | number)[]) => string;

/** English: the message with its arguments filled in. */
export const inEnglish: Translate = (message, ...args) =>
  message.replace(/\{(\d+)\}/g, (whole, index: string) => `${args[Number(index)] ?? whole}`);
