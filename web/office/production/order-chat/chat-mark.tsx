import { IconMessage } from "@tabler/icons-react";
import type { UnreadChat } from "#web/shared/chat/use-unread-chats.ts";
import { useTexts } from "../texts.ts";
import style from "./order-chat.module.css";

/** On a card of the board: something was said about the order that one has not read. */
export function ChatMark({ unread }: { readonly unread: UnreadChat }) {
  const { t } = useTexts();
  const said = t(unread.mentioned ? "order.unreadYou" : "order.unread", { count: unread.unread });
  return (
    <span className={style.mark} title={said} data-mentioned={unread.mentioned || undefined}>
      <IconMessage size={13} aria-hidden />
      <span aria-hidden>{unread.unread}</span>
      <span className="unseen">{said}</span>
    </span>
  );
}
