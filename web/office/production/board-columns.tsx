import type { ComponentProps, RefObject } from "react";
import { OrderColumn } from "./board-column.tsx";
import type { BoardColumn } from "./board-card.tsx";
import { useColumnsInSight } from "./in-sight.ts";

type Props = Omit<ComponentProps<typeof OrderColumn>, "column" | "inSight"> & {
  readonly columns: readonly BoardColumn[];
  /** What the columns are scrolled in. */
  readonly board: RefObject<HTMLElement | null>;
};

/** The board without lanes: forty stages beside each other are forty headings, and the cards of those in sight. */
export function BoardColumns({ columns, board, ...shown }: Props) {
  const inSight = useColumnsInSight(
    board,
    columns.map((column) => column.key),
  );
  return columns.map((column) => (
    <OrderColumn key={column.key} {...shown} column={column} inSight={inSight.has(column.key)} />
  ));
}
