// What ships is looked at twice: the lock file alone says whether every library is pinned by its
// content, free to use and installed without running a script; the registry says whether one has a
// known weakness. A registry that cannot be asked is said, and is no failure.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const FREE = /^(?:MIT|ISC|0BSD|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|BlueOak-1\.0\.0|Python-2\.0)$/;
const failures = [];

const { packages } = JSON.parse(readFileSync(resolve(root, "package-lock.json"), "utf8"));
// What only development installs never ships; an optional peer is the user's own to install.
const shipped = Object.entries(packages).filter(
  ([path, one]) => path !== "" && !one.dev && !one.devOptional && !one.peer,
);
for (const [path, one] of shipped) {
  const name = `${path.replace(/^.*node_modules\//, "")} ${one.version}`;
  const licences = String(one.license ?? "none")
    .replace(/[()]/g, "")
    .split(" OR ");
  if (!licences.some((licence) => FREE.test(licence))) {
    failures.push(`${name}: its licence is ${one.license ?? "not said"}`);
  }
  if (!/^sha512-/.test(one.integrity ?? "")) failures.push(`${name}: is not pinned by its content`);
  if (one.hasInstallScript) failures.push(`${name}: runs a script when it is installed`);
}
process.stdout.write(`${shipped.length} shipped libraries looked at in package-lock.json\n`);

const { stdout, error } = spawnSync("npm", ["audit", "--omit=dev", "--json"], {
  cwd: root,
  encoding: "utf8",
  timeout: 60_000,
  shell: process.platform === "win32",
});
const report = parsed(stdout ?? "");
if (report?.metadata?.vulnerabilities === undefined) {
  const answer = error?.message ?? report?.message ?? "it did not answer";
  const why = answer.replace(/ - [A-Z]+ https?:.*$/, "");
  process.stdout.write(`known weaknesses: not looked up, the registry cannot be asked (${why})\n`);
} else {
  for (const [name, { severity, range }] of Object.entries(report.vulnerabilities ?? {})) {
    failures.push(`${name} ${range}: a known weakness (${severity}); see npm audit`);
  }
  process.stdout.write(`known weaknesses: ${report.metadata.vulnerabilities.total}\n`);
}

for (const failure of failures) process.stderr.write(`${failure}\n`);
process.exit(failures.length > 0 ? 1 : 0);

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
