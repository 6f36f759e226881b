import type { BoardColumn } from "./board-card.tsx";
import type { ProductionTexts } from "./texts.ts";

/** A status in the reader's words; a stage by the name that the workshop gave it. */
export function nameOfColumn(
  column: Pick<BoardColumn, "key" | "status" | "stage">,
  t: ProductionTexts["t"],
): string {
  if (column.key === "not_started") return t("board.notStarted");
  return column.status === null ? (column.stage ?? "") : t(`orderStatus.${column.status}`);
}
