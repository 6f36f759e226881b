import { IconMessage } from "@tabler/icons-react";
import { useUnreadChat } from "#web/shared/chat/use-unread-chats.ts";
import { useSession } from "#web/shared/session.ts";
import { useTexts } from "../texts.ts";
import style from "./order-chat.module.css";

/** On a card of the board: something was said about the order that one has not read. */
export function ChatMark({ orderId }: { readonly orderId: string }) {
  const { t } = useTexts();
  const { can } = useSession();
  const unread = useUnreadChat(orderId, can("chat.read"));
  if (unread === undefined) return null;
  const said = t(unread.mentioned ? "order.unreadYou" : "order.unread", { count: unread.unread });
  return (
    <span className={style.mark} title={said} data-mentioned={unread.mentioned || undefined}>
      <IconMessage size={13} aria-hidden />
      <span aria-hidden>{unread.unread}</span>
      <span className="unseen">{said}</span>
    </span>
  );
}
