import { useMemo } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { useRoute } from "../queries.ts";

type Marks = OutputOf<"listUnreadChats">;

/** What marks an order's chat. */
export type ChatMarks = {
  /** Messages that one has not read; undefined where there are none. */
  readonly unread: Marks["rows"][number] | undefined;
  /** What the customer asks to have made otherwise: the last that nobody has answered. */
  readonly change: Marks["changes"][number] | undefined;
};

/** Those of all orders that have any, asked for once: a board has hundreds of cards. */
export function useChatMarks(mayRead: boolean): ReadonlyMap<string, ChatMarks> {
  const { data } = useRoute("listUnreadChats", {}, { enabled: mayRead });
  return useMemo(() => {
    const marks = new Map<string, ChatMarks>();
    for (const row of data?.rows ?? []) marks.set(row.orderId, { unread: row, change: undefined });
    // The newest come first, and stay.
    for (const change of data?.changes.toReversed() ?? [])
      marks.set(change.orderId, { unread: marks.get(change.orderId)?.unread, change });
    return marks;
  }, [data]);
}

/** Those of one order. */
export function useMarksOfChat(orderId: string, mayRead: boolean): ChatMarks {
  const { data } = useRoute("listUnreadChats", {}, { enabled: mayRead });
  return {
    unread: data?.rows.find((row) => row.orderId === orderId),
    change: data?.changes.find((row) => row.orderId === orderId),
  };
}
