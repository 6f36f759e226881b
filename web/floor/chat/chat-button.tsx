import { type FunctionComponent, lazy, type LazyExoticComponent, Suspense, useState } from "react";
import { useMarksOfChat } from "#web/shared/chat/use-chat-marks.ts";
import type { Refused } from "#web/shared/call.ts";
import { BigButton } from "../shell/big-button.tsx";
import { Sheet } from "../shell/sheet.tsx";
import { useTexts } from "../texts.ts";
import style from "./chat.module.css";

type Props = { readonly orderId: string; readonly orderNumber: number };
type Opened = Props & { readonly close: () => void };

/** Fetched with the first tap; where there is no network then, the sheet says so, and the next tap asks again. */
const load = async (): Promise<{ default: FunctionComponent<Opened> }> => {
  try {
    return { default: (await import("./chat-sheet.tsx")).ChatSheet };
  } catch {
    return { default: Unreachable };
  }
};

/** Leads from a card to what is said about its order; says when there is something new. */
export function ChatButton({ orderId, orderNumber }: Props) {
  const { t } = useTexts();
  const { unread, change } = useMarksOfChat(orderId, true);
  const [ChatSheet, openSheet] = useState<LazyExoticComponent<FunctionComponent<Opened>>>();
  const count = unread?.unread ?? 0;
  const words =
    unread === undefined
      ? t("floor.chat")
      : t(unread.mentioned ? "floor.chat.you" : "floor.chat.new", { count });
  return (
    <div className={style.button} data-new={count > 0 || undefined}>
      {change !== undefined && (
        <p className={style.change}>
          <b>{t("floor.chat.change")}</b> {change.text}
        </p>
      )}
      <BigButton
        aria-label={t("floor.chat.of", { words, number: orderNumber })}
        onClick={() => openSheet(() => lazy(load))}
      >
        {words}
      </BigButton>
      {ChatSheet !== undefined && (
        <Suspense fallback={null}>
          <ChatSheet orderId={orderId} orderNumber={orderNumber} close={() => openSheet(undefined)} />
        </Suspense>
      )}
    </div>
  );
}

const noConnection: Refused = { code: "no_connection", message: "" };

function Unreachable({ orderNumber, close }: Opened) {
  const { t, refusal } = useTexts();
  return (
    <Sheet
      title={t("floor.chat.title", { number: orderNumber })}
      close={close}
      foot={<BigButton onClick={close}>{t("action.close")}</BigButton>}
    >
      <p role="alert">{refusal(noConnection)}</p>
    </Sheet>
  );
}
