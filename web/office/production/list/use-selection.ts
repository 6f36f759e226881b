import { useCallback, useMemo, useRef, useState } from "react";
import type { OutputOf } from "#modules/routes.ts";

/** What an act on an order needs to know of it: a row of the list, or one that was picked beyond those that are shown. */
export type ChosenOrder = OutputOf<"pickOrders">["rows"][number];

export type Selection = {
  readonly count: number;
  readonly has: (id: string) => boolean;
  /** On or off; with `through`, as everything between is that was last chosen and this. */
  readonly toggle: (id: string, through: boolean) => void;
  readonly choose: (orders: readonly ChosenOrder[]) => void;
  readonly clear: () => void;
  /** As the list has them now, those that it doesn't show as they were picked; in the list's order. */
  readonly orders: () => readonly ChosenOrder[];
};

export function useSelection(rows: readonly ChosenOrder[]): Selection {
  const [chosen, setChosen] = useState<ReadonlyMap<string, ChosenOrder>>(new Map());
  const last = useRef<string>(undefined);
  const toggle = useCallback(
    (id: string, through: boolean): void => {
      const lastId = last.current;
      last.current = id;
      setChosen((before) => {
        const after = new Map(before);
        const isOn = !before.has(id);
        const from = rows.findIndex((row) => row.id === lastId);
        const to = rows.findIndex((row) => row.id === id);
        const between =
          through && from >= 0 && to >= 0
            ? rows.slice(Math.min(from, to), Math.max(from, to) + 1)
            : rows.slice(to, to + 1);
        for (const row of between) {
          // Going through a range only adds: what was chosen in it stays.
          if (isOn || (through && row.id !== id)) after.set(row.id, row);
          else after.delete(row.id);
        }
        return after;
      });
    },
    [rows],
  );
  return useMemo(
    () => ({
      count: chosen.size,
      has: (id: string) => chosen.has(id),
      toggle,
      choose: (orders: readonly ChosenOrder[]) =>
        setChosen(new Map(orders.map((order) => [order.id, order]))),
      clear: () => setChosen(new Map()),
      orders: () => {
        const now = rows.filter((row) => chosen.has(row.id));
        const shown = new Set(now.map((row) => row.id));
        return [...now, ...[...chosen.values()].filter((order) => !shown.has(order.id))];
      },
    }),
    [chosen, rows, toggle],
  );
}
