import { ActionIcon, Button, Checkbox } from "@mantine/core";
import { IconFile, IconPaperclip, IconX } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { mentionsIn, type Person } from "#web/shared/chat/mentions.ts";
import { newCommandId, type Refused } from "#web/shared/call.ts";
import { useCommand } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { uploadFile } from "#web/shared/upload.ts";
import { useTexts } from "../texts.ts";
import { MentionField } from "./mention-field.tsx";
import style from "./order-chat.module.css";

type Attached = {
  readonly commandId: string;
  readonly file: File;
  /** null while it is under way */
  readonly fileId: string | null;
  readonly refusal: Refused | null;
};

/** The server keeps no more of a picture. */
const longestSide = 2_000;
const taken = "image/*,.pdf,.txt,.csv,.xlsx,.docx,.odt,.ods,.dxf";

export function Composer({
  orderId,
  people,
}: {
  readonly orderId: string;
  readonly people: readonly Person[];
}) {
  const { t, refusal: words } = useTexts();
  const { run, pending, refusal } = useCommand("writeMessage");
  const [text, setText] = useState("");
  const [attached, setAttached] = useState<readonly Attached[]>([]);
  const { can } = useSession();
  const [asksChange, setAsksChange] = useState(false);
  const [over, setOver] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const busy = attached.some(({ fileId, refusal: failed }) => fileId === null && failed === null);
  const fileIds = attached.flatMap(({ fileId }) => fileId ?? []);
  const empty = text.trim() === "" && fileIds.length === 0;

  const change = (commandId: string, part: Partial<Attached>): void =>
    setAttached((all) => all.map((one) => (one.commandId === commandId ? { ...one, ...part } : one)));
  const upload = async ({ commandId, file }: Attached): Promise<void> => {
    change(commandId, { refusal: null });
    const sent = await uploadFile(file, { commandId, longestSide });
    change(commandId, sent.ok ? { fileId: sent.value.fileId } : { refusal: sent.refusal });
  };
  const add = (files: readonly File[]): void => {
    const fresh = files.map((file) => ({ commandId: newCommandId(), file, fileId: null, refusal: null }));
    setAttached((all) => [...all, ...fresh]);
    for (const one of fresh) void upload(one);
  };
  const send = async (): Promise<void> => {
    if (empty || busy || pending) return;
    const input = { orderId, text, mentionIds: mentionsIn(text, people), fileIds, asksChange };
    const answer = await run(input, { inPlace: true });
    if (!answer.ok) return;
    setText("");
    setAttached([]);
    setAsksChange(false);
  };
  return (
    <div
      className={style.composer}
      data-over={over || undefined}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        if (event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        add([...event.dataTransfer.files]);
      }}
    >
      {attached.length > 0 && (
        <ul className={style.attached}>
          {attached.map((one) => (
            <li key={one.commandId}>
              <IconFile size={16} aria-hidden />
              <span className={style.name}>{one.file.name}</span>
              {one.fileId === null && one.refusal === null && (
                <span className="soft" role="status">
                  {t("photos.sending")}
                </span>
              )}
              {one.refusal !== null && (
                <>
                  <span role="alert" className={style.refusal}>
                    {words(one.refusal)}
                  </span>
                  <Button size="compact-xs" variant="default" onClick={() => void upload(one)}>
                    {t("action.retry")}
                  </Button>
                </>
              )}
              <ActionIcon
                size="sm"
                variant="subtle"
                color="gray"
                aria-label={t("files.remove", { name: one.file.name })}
                onClick={() => setAttached((all) => all.filter((other) => other !== one))}
              >
                <IconX size={14} aria-hidden />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      {refusal !== undefined && (
        <p role="alert" className={style.refusal}>
          {words(refusal)}
        </p>
      )}
      <div className={style.line}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t("chat.attach")}
          title={t("chat.attach")}
          onClick={() => chooser.current?.click()}
        >
          <IconPaperclip size={18} aria-hidden />
        </ActionIcon>
        <input
          ref={chooser}
          type="file"
          hidden
          multiple
          accept={taken}
          aria-label={t("chat.attach")}
          onChange={({ currentTarget }) => {
            add([...(currentTarget.files ?? [])]);
            currentTarget.value = "";
          }}
        />
        <MentionField
          label={t("chat.write")}
          placeholder={t("chat.placeholder")}
          text={text}
          change={setText}
          people={people}
          send={() => void send()}
          paste={add}
        />
        <Button loading={pending} disabled={empty || busy} onClick={() => void send()}>
          {t("chat.send")}
        </Button>
      </div>
      {can("chat.change_request") && (
        <Checkbox
          size="xs"
          label={t("chat.change.ask")}
          checked={asksChange}
          onChange={(event) => setAsksChange(event.currentTarget.checked)}
        />
      )}
      <p className={style.hint}>{t("chat.hint")}</p>
    </div>
  );
}
