import { useMemo } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { useRoute } from "../queries.ts";

export type UnreadChat = OutputOf<"listUnreadChats">["rows"][number];

/** All of them by order, asked for once: a board has hundreds of cards. */
export function useUnreadChats(mayRead: boolean): ReadonlyMap<string, UnreadChat> {
  const { data } = useRoute("listUnreadChats", {}, { enabled: mayRead });
  return useMemo(() => new Map((data?.rows ?? []).map((row) => [row.orderId, row])), [data]);
}

/** What of an order's chat one has not read; undefined where there is nothing, or nothing to be read by whom asks. */
export function useUnreadChat(orderId: string, mayRead: boolean): UnreadChat | undefined {
  const { data } = useRoute("listUnreadChats", {}, { enabled: mayRead });
  return data?.rows.find((row) => row.orderId === orderId);
}
