/**
 * Messages whose long lists came ahead of them in pages, put together again: the extension host
 * passes a page on as it comes and never holds a whole list.
 */

import type { ScheduledTask } from "../../server/src/protocol";
import type { TaskFacts, ToPage } from "./messages";

/** A function that gives each message whole; `undefined` for pages, which are kept until then. */
export function createPages(): (message: ToPage) => ToPage | undefined {
  const facts = new Map<number, TaskFacts[]>();
  const tasks = new Map<number, ScheduledTask[]>();
  return (message) => {
    switch (message.type) {
      case "factsPage":
        keep(facts, message.pages, message.items);
        return undefined;
      case "tasksPage":
        keep(tasks, message.pages, message.items);
        return undefined;
      case "dropPages":
        facts.delete(message.pages);
        tasks.delete(message.pages);
        return undefined;
      case "project": {
        const { project } = message;
        const all = [...taken(facts, message.pages), ...project.tasks];
        return { ...message, project: { ...project, tasks: all } };
      }
      case "today":
      case "schedule":
      case "compared": {
        const { schedule } = message;
        const all = [...taken(tasks, message.pages), ...schedule.tasks];
        return { ...message, schedule: { ...schedule, tasks: all } };
      }
      default:
        return message;
    }
  };
}

function keep<Item>(lists: Map<number, Item[]>, pages: number, items: readonly Item[]): void {
  const list = lists.get(pages);
  if (list === undefined) lists.set(pages, [...items]);
  else for (const item of items) list.push(item);
}

function taken<Item>(lists: Map<number, Item[]>, pages: number | undefined): readonly Item[] {
  if (pages === undefined) return [];
  const list = lists.get(pages) ?? [];
  lists.delete(pages);
  return list;
}
