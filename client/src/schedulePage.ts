/** The HTML frame of the Schedule panel: its content security policy, style and script. */

import * as vscode from "vscode";

/** Nothing is allowed but the page's own style and script; no network, no inline code. */
export function schedulePage(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const nonce = newNonce();
  const asset = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, "dist", name)).toString();
  const policy = [
    "default-src 'none'",
    `style-src ${webview.cspSource}`,
    `script-src 'nonce-${nonce}'`,
    "img-src data:",
  ].join("; ");
  return `<!doctype html>
<html lang="${vscode.l10n.bundle === undefined ? "en" : vscode.env.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="${asset("panel.css")}">
<title>Schedule</title>
</head>
<body class="heddle-panel">
<main id="heddle" aria-busy="true" data-words="${attribute(vscode.l10n.bundle ?? {})}"></main>
<script nonce="${nonce}" src="${asset("panel.js")}"></script>
</body>
</html>`;
}

/** A value as JSON between double quotes. */
function attribute(value: object): string {
  return JSON.stringify(value)
    .replaceAll("&", "&amp;")
    .replaceAll('"', "&quot;")
    .replaceAll("<", "&lt;");
}

/** 128 bits of chance in base 64; `crypto` is there in Node and in web workers. */
function newNonce(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
}
