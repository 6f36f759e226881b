import { useEffect, useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { useCommand, usePages } from "../queries.ts";

export type ChatMessage = OutputOf<"showOrderChat">["rows"][number];

/** The chat of an order as one reads it: what is on the screen counts as read. */
export function useChat(orderId: string) {
  const pages = usePages("showOrderChat", { orderId });
  const { run: mark } = useCommand("markChatRead");
  const { rows, first } = pages;
  // How far one had read when one came: what is new stays marked while one looks at it.
  const [readTo, setReadTo] = useState<number>();
  if (first !== undefined && readTo === undefined) setReadTo(first.readTo);
  const last = rows?.[0]?.number ?? 0;
  const behind = first !== undefined && last > first.readTo;
  useEffect(() => {
    if (!behind) return undefined;
    const read = (): void => {
      if (document.visibilityState === "visible") void mark({ orderId, readTo: last }, { inPlace: true });
    };
    read();
    document.addEventListener("visibilitychange", read);
    return () => document.removeEventListener("visibilitychange", read);
  }, [behind, last, orderId, mark]);
  const messages = rows?.toReversed();
  return {
    ...pages,
    people: first?.people ?? [],
    /** oldest first */
    messages,
    /** the first message by another that one had not read */
    firstNew: messages?.find(
      (message) => message.number > (readTo ?? 0) && !message.mine && !message.removed,
    ),
  };
}
