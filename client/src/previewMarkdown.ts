/**
 * Makes Markdown that was written for a hover work in the Markdown preview, which follows neither
 * `file:` nor `command:` links but links that begin at the workspace folder.
 */

const fileLink = /\[((?:[^\]\\]|\\.)*)\]\(((?:file|vscode-remote):[^)\s]*)\)/g;
const commandLink = /\[(?:[^\]\\]|\\.)*\]\(command:[^)\s]*\)/g;

/**
 * `markdown` with links to files below `folderUri` beginning there, links to other files as plain
 * text, and without lines that hold only commands.
 */
export function forPreview(markdown: string, folderUri: string | undefined): string {
  const folder = folderUri?.replace(/\/*$/, "/");
  return markdown
    .split("\n")
    .filter((line) => !isOnlyCommands(line))
    .map((line) =>
      line.replace(fileLink, (_link, text: string, target: string) =>
        folder !== undefined && target.startsWith(folder)
          ? `[${text}](/${target.slice(folder.length)})`
          : text,
      ),
    )
    .join("\n");
}

function isOnlyCommands(line: string): boolean {
  return line.includes("](command:") && line.replace(commandLink, "").replace(/[\s·|]/g, "") === "";
}
