import { IconMessage, IconMessageExclamation } from "@tabler/icons-react";
import type { ChatMarks } from "#web/shared/chat/use-chat-marks.ts";
import { useTexts } from "../texts.ts";
import style from "./order-chat.module.css";

/** On a card of the board: what was said about the order that one has not read, and what its customer asks for. */
export function ChatMark({ chat: { unread, change } }: { readonly chat: ChatMarks }) {
  const { t } = useTexts();
  const said =
    unread === undefined
      ? ""
      : t(unread.mentioned ? "order.unreadYou" : "order.unread", { count: unread.unread });
  const asked = change === undefined ? "" : t("order.changeAsked", { text: change.text });
  return (
    <>
      {change !== undefined && (
        <span className={style.mark} title={asked} data-change>
          <IconMessageExclamation size={14} aria-hidden />
          <span className="unseen">{asked}</span>
        </span>
      )}
      {unread !== undefined && (
        <span className={style.mark} title={said} data-mentioned={unread.mentioned || undefined}>
          <IconMessage size={13} aria-hidden />
          <span aria-hidden>{unread.unread}</span>
          <span className="unseen">{said}</span>
        </span>
      )}
    </>
  );
}
