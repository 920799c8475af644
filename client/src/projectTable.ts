/** The recommended threads of a whole project as one Markdown table that can stay open. */

import type * as vscode from "vscode";
import { formatDuration } from "../../server/src/base/duration";
import type { ModelEntry, ModelsResult } from "../../server/src/protocol";
import { byDifference, threadsChange } from "./modelFacts";
import type { Server } from "./server";
import { serveVirtualDocuments, type VirtualDocuments } from "./virtualDocuments";

export class ProjectTable implements vscode.Disposable {
  private readonly documents: VirtualDocuments;

  constructor(server: Server) {
    this.documents = serveVirtualDocuments("heddle-threads", server, async (uri) => {
      const models = await server.ask("heddle/models", { uri });
      return models && toMarkdown(models);
    });
  }

  async show(models: ModelsResult): Promise<void> {
    await this.documents.show(`Threads of ${models.project.name}`, models.rootUri);
  }

  dispose(): void {
    this.documents.dispose();
  }
}

function toMarkdown({ project, models }: ModelsResult): string {
  const rows = models.filter((model) => model.recommendation !== null).sort(byDifference);
  return [
    `# Recommended threads of ${project.name}`,
    "",
    `${rows.length} models. The run has ${project.threads.effective} threads` +
      (project.threads.origin === null ? "." : ` (${project.threads.origin}).`),
    "",
    "| Model | Threads | Complexity | Duration | Because |",
    "| --- | --- | ---: | ---: | --- |",
    ...rows.map(toRow),
    "",
  ].join("\n");
}

function toRow(model: ModelEntry): string {
  const cells = [
    model.name,
    threadsChange(model),
    model.complexity === null ? "" : `${model.complexity.score}`,
    model.duration === null ? "" : `${formatDuration(model.duration.ms)} ${model.duration.origin}`,
    model.recommendation?.because.join("; ") ?? "",
  ];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
}
