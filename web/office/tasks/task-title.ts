import type { OutputOf } from "#modules/routes.ts";
import type { OfficeTexts } from "../texts.ts";
import { oneFullStop, wordedValues } from "../worded-values.ts";

type Titled = Pick<OutputOf<"listTasks">["rows"][number], "title" | "textId" | "textValues">;

/** What a person typed; or a task that nobody typed, in the reader's language. */
export function titleOfTask({ title, textId, textValues }: Titled, texts: OfficeTexts): string {
  if (textId === null) return title;
  const sentence = texts.lookUp(textId, wordedValues(textValues ?? {}, texts));
  return sentence === undefined ? title : oneFullStop(sentence);
}
