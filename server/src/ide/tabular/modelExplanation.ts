/** "heddle.explain/1" of a table, partition, column, data source or whole tabular model. */
import type { ModelSnapshot } from "../../workspace/openModel";
import type { ExplainAnswer } from "../answers/explainAnswer";
import { type Card, cardMarkdown, cardText, type LinkTargets } from "../card";
import { subjectCard } from "./modelCards";
import { type ModelSubject, subjectId } from "./subject";

export function modelExplanation(
  snapshot: ModelSnapshot,
  subject: ModelSubject,
  links?: LinkTargets,
  reword = (card: Card): Card => card,
): ExplainAnswer {
  const card = reword(subjectCard(snapshot, subject));
  return {
    schema: "heddle.explain/1",
    uniqueId: subjectId(subject),
    title: card.title,
    markdown: cardMarkdown(card, links),
    text: cardText(card),
  };
}
