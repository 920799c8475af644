import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/vscode/**", "test/oracle/**"],
    testTimeout: 30_000,
    pool: "threads",
    maxWorkers: 2,
    // What the server says is written down for `test/oracle/language/recordSaid.ts`.
    setupFiles: process.env["HEDDLE_SAID"] === undefined ? [] : ["test/oracle/language/hear.ts"],
    // It imports JSON in a way that only bundlers understand.
    server: { deps: { inline: [/@actions\/workflow-parser/] } },
  },
});
