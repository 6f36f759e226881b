import { Button } from "@mantine/core";
import { Fragment, useEffect, useLayoutEffect, useRef } from "react";
import { useChat } from "#web/shared/chat/use-chat.ts";
import { EmptyState, PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { useTexts } from "../texts.ts";
import { ChatMessageRow } from "./chat-message.tsx";
import { Composer } from "./composer.tsx";
import style from "./order-chat.module.css";

/** What people say about an order, the newest at the bottom beside the field to answer in. */
export function OrderChat({ orderId }: { readonly orderId: string }) {
  const { t } = useTexts();
  const { messages, firstNew, people, refusal, refetch, more, fetchingMore } = useChat(orderId);
  const end = useRef<HTMLDivElement>(null);
  const last = messages?.at(-1)?.number;
  const seen = useRef<number>(undefined);
  // Only what is said anew leads to the bottom: earlier messages that are fetched leave one where one reads.
  useLayoutEffect(() => {
    if (last === undefined || last === seen.current) return;
    seen.current = last;
    end.current?.scrollIntoView({ block: "nearest" });
  }, [last]);
  useEffect(() => () => void (seen.current = undefined), [orderId]);
  if (messages === undefined) {
    return refusal === undefined ? (
      <PageSkeleton lines={6} />
    ) : (
      <RefusalNotice refusal={refusal} retry={refusal.code === "not_your_order" ? undefined : refetch} />
    );
  }
  return (
    <div className={style.chat}>
      {more !== null && (
        <div>
          <Button size="xs" variant="default" loading={fetchingMore} onClick={more}>
            {t("chat.older")}
          </Button>
        </div>
      )}
      {messages.length === 0 ? (
        <EmptyState title={t("chat.empty.title")} text={t("chat.empty.text")} />
      ) : (
        <ol className={style.messages} aria-label={t("chat.list")} aria-live="polite">
          {messages.map((message, index) => (
            <Fragment key={message.id}>
              {message.id === firstNew?.id && (
                <li className={style.fresh}>
                  <span>{t("chat.new")}</span>
                </li>
              )}
              <ChatMessageRow message={message} before={messages[index - 1]} people={people} />
            </Fragment>
          ))}
        </ol>
      )}
      <Composer orderId={orderId} people={people} />
      <div ref={end} />
    </div>
  );
}
