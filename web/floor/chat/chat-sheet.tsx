import { useLayoutEffect, useRef, useState } from "react";
import { mentionsIn, partsOf, peopleFor, typedMention, withMention } from "#web/shared/chat/mentions.ts";
import { type ChatMessage, useChat } from "#web/shared/chat/use-chat.ts";
import { fileAddress } from "#web/shared/file-picture.tsx";
import { PhotoPicker } from "#web/shared/photo-picker.tsx";
import { useCommand } from "#web/shared/queries.ts";
import { whenText } from "../my-stages/card-parts.tsx";
import { Photos } from "../my-stages/photos.tsx";
import { BigButton } from "../shell/big-button.tsx";
import { Sheet } from "../shell/sheet.tsx";
import { useTexts } from "../texts.ts";
import style from "./chat.module.css";

type Props = { readonly orderId: string; readonly orderNumber: number; readonly close: () => void };

/** What is said about an order, and a field to answer in: read and written with one hand. */
export function ChatSheet({ orderId, orderNumber, close }: Props) {
  const { t, refusal: words } = useTexts();
  const { messages, firstNew, people, refusal, refetch, more, fetchingMore } = useChat(orderId);
  const end = useRef<HTMLDivElement>(null);
  const last = messages?.at(-1)?.number;
  useLayoutEffect(() => {
    if (last !== undefined) end.current?.scrollIntoView({ block: "end" });
  }, [last]);
  return (
    <Sheet
      title={t("floor.chat.title", { number: orderNumber })}
      close={close}
      foot={<BigButton onClick={close}>{t("action.close")}</BigButton>}
    >
      {more !== null && (
        <BigButton disabled={fetchingMore} onClick={more}>
          {t("floor.chat.older")}
        </BigButton>
      )}
      {refusal !== undefined && messages === undefined && (
        <div role="alert" className={style.refusal}>
          <p>{words(refusal)}</p>
          <BigButton onClick={refetch}>{t("action.retry")}</BigButton>
        </div>
      )}
      {messages === undefined && refusal === undefined && <p role="status">{t("state.loading")}</p>}
      {messages?.length === 0 && <p>{t("floor.chat.empty")}</p>}
      {messages !== undefined && messages.length > 0 && (
        <ol className={style.messages} aria-live="polite">
          {messages.map((message) => (
            <li key={message.id} className={style.message} data-mine={message.mine || undefined}>
              {message.id === firstNew?.id && <p className={style.fresh}>{t("floor.chat.newFrom")}</p>}
              <Message message={message} />
            </li>
          ))}
        </ol>
      )}
      {messages !== undefined && <Answer orderId={orderId} people={people} />}
      <div ref={end} />
    </Sheet>
  );
}

function Message({ message }: { readonly message: ChatMessage }) {
  const texts = useTexts();
  const { t } = texts;
  const pictures = message.files.filter(({ kind }) => kind === "picture");
  const documents = message.files.filter(({ kind }) => kind === "document");
  return (
    <div className={style.said}>
      <p className={style.by}>
        <b>{message.mine ? t("floor.chat.you_said") : message.byName}</b> {whenText(texts, message.at)}
        {message.editedAt !== null && !message.removed && ` · ${t("floor.chat.edited")}`}
      </p>
      {message.change !== null && (
        <p className={style.change}>{t(`floor.chat.change.${message.change.outcome ?? "open"}`)}</p>
      )}
      {message.removed && <p className={style.gone}>{t("floor.chat.gone")}</p>}
      {message.text !== "" && (
        <p className={style.text}>
          {partsOf(message.text, message.mentions).map((part, index) =>
            part.isMention ? <b key={index}>{part.text}</b> : part.text,
          )}
        </p>
      )}
      {pictures.length > 0 && <Photos photoIds={pictures.map(({ id }) => id)} title={message.byName} />}
      {documents.map((file) => (
        <a key={file.id} href={fileAddress(file.id, "full")} download="" className={style.document}>
          {file.name}
        </a>
      ))}
    </div>
  );
}

function Answer({
  orderId,
  people,
}: Pick<Props, "orderId"> & { readonly people: ReturnType<typeof useChat>["people"] }) {
  const { t, refusal: words } = useTexts();
  const { run, pending, refusal } = useCommand("writeMessage");
  const [text, setText] = useState("");
  const [caret, setCaret] = useState(0);
  const [photoIds, setPhotoIds] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const typed = typedMention(text, caret);
  const offered = typed === null ? [] : peopleFor(people, typed.word, 4);
  const send = async (): Promise<void> => {
    const said = { orderId, text, mentionIds: mentionsIn(text, people), fileIds: photoIds };
    if (!(await run(said, { inPlace: true })).ok) return;
    setText("");
    setPhotoIds([]);
  };
  return (
    <div className={style.answer}>
      <label>
        {t("floor.chat.write")}
        <textarea
          ref={field}
          rows={2}
          maxLength={4_000}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setCaret(event.currentTarget.selectionStart);
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        />
      </label>
      {typed !== null && offered.length > 0 && (
        <div role="group" aria-label={t("floor.chat.mention")} className={style.people}>
          {offered.map((person) => (
            <BigButton
              key={person.memberId}
              onClick={() => {
                const next = withMention(text, { at: typed.at, caret }, person);
                setText(next.text);
                setCaret(next.caret);
                field.current?.focus();
              }}
            >
              {person.name}
            </BigButton>
          ))}
        </div>
      )}
      <PhotoPicker
        photoIds={photoIds}
        onChange={setPhotoIds}
        label={t("floor.chat.photos")}
        onBusy={setBusy}
        camera={false}
      />
      {refusal !== undefined && (
        <p role="alert" className={style.refusal}>
          {words(refusal)}
        </p>
      )}
      <BigButton
        tone="start"
        disabled={busy || pending || (text.trim() === "" && photoIds.length === 0)}
        onClick={() => void send()}
      >
        {t("floor.chat.send")}
      </BigButton>
    </div>
  );
}
