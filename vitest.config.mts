import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/vscode/**", "test/oracle/**"],
    testTimeout: 30_000,
    pool: "threads",
    maxWorkers: 2,
    // It imports JSON in a way that only bundlers understand.
    server: { deps: { inline: [/@actions\/workflow-parser/] } },
  },
});
