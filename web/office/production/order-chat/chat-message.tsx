import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconDots, IconFile } from "@tabler/icons-react";
import { useState } from "react";
import { mentionsIn, partsOf, type Person } from "#web/shared/chat/mentions.ts";
import type { ChatMessage } from "#web/shared/chat/use-chat.ts";
import { fileAddress, Picture } from "#web/shared/file-picture.tsx";
import { notify } from "#web/shared/notices.ts";
import { useCommand } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { RelativeTime } from "#web/shared/texts.tsx";
import { Face, Mark } from "../mark.tsx";
import { useTexts } from "../texts.ts";
import { MentionField } from "./mention-field.tsx";
import style from "./order-chat.module.css";

type Props = {
  readonly message: ChatMessage;
  /** The one above it: of the same person soon before, the name is not said twice. */
  readonly before: ChatMessage | undefined;
  readonly people: readonly Person[];
};

const together = 5 * 60_000;

export function ChatMessageRow({ message, before, people }: Props) {
  const { t } = useTexts();
  const [editing, setEditing] = useState(false);
  const goesOn =
    before !== undefined &&
    before.byMemberId === message.byMemberId &&
    Date.parse(message.at) - Date.parse(before.at) < together;
  return (
    <li className={style.message} data-goes-on={goesOn || undefined} data-mine={message.mine || undefined}>
      {goesOn ? <span /> : <Face name={message.byName} />}
      <div className={style.said}>
        <p className={goesOn ? "unseen" : style.by}>
          <b>{message.byName}</b> <RelativeTime when={message.at} />
        </p>
        {editing ? (
          <EditMessage message={message} people={people} onClose={() => setEditing(false)} />
        ) : (
          <Said message={message} />
        )}
        <ChangeRequest message={message} />
        {message.editedAt !== null && !message.removed && !editing && (
          <span className={style.edited} title={message.editedAt}>
            {t("chat.edited")}
          </span>
        )}
      </div>
      {message.mine && !editing && <Acts message={message} edit={() => setEditing(true)} />}
    </li>
  );
}

/** What the customer asks to have made otherwise, and what became of it. */
function ChangeRequest({ message }: Pick<Props, "message">) {
  const { t } = useTexts();
  const { can } = useSession();
  const answer = useCommand("answerChangeRequest");
  const { id: messageId, change } = message;
  if (change === null) return null;
  const say = (outcome: "made" | "declined" | null) => void answer.run({ messageId, outcome });
  const mayAnswer = can("chat.change_request");
  const { outcome } = change;
  return (
    <div className={style.change}>
      <Mark tone={outcome === null ? "alarm" : "plain"}>
        {t(`chat.change.${outcome ?? "open"}`, { name: change.answeredBy ?? "" })}
      </Mark>
      {mayAnswer && outcome === null && (
        <>
          <Button size="compact-xs" loading={answer.pending} onClick={() => say("made")}>
            {t("chat.change.make")}
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            disabled={answer.pending}
            onClick={() => say("declined")}
          >
            {t("chat.change.decline")}
          </Button>
        </>
      )}
      {mayAnswer && outcome !== null && (
        <Button size="compact-xs" variant="subtle" loading={answer.pending} onClick={() => say(null)}>
          {t("chat.change.reopen")}
        </Button>
      )}
    </div>
  );
}

function Said({ message }: Pick<Props, "message">) {
  const { t } = useTexts();
  if (message.removed) return <p className={style.gone}>{t("chat.gone")}</p>;
  return (
    <>
      {message.text !== "" && (
        <p className={style.text}>
          {partsOf(message.text, message.mentions).map((part, index) =>
            part.isMention ? <mark key={index}>{part.text}</mark> : part.text,
          )}
        </p>
      )}
      {message.files.length > 0 && (
        <ul className={style.files}>
          {message.files.map((file) => (
            <li key={file.id}>
              {file.kind === "picture" ? (
                <a href={fileAddress(file.id, "full")} target="_blank" rel="noreferrer">
                  <Picture fileId={file.id} size="thumbnail" alt={file.name} className={style.picture} />
                </a>
              ) : (
                <a href={fileAddress(file.id, "full")} download="" className={style.document}>
                  <IconFile size={16} aria-hidden />
                  {file.name}
                </a>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Acts({ message, edit }: Pick<Props, "message"> & { readonly edit: () => void }) {
  const { t } = useTexts();
  const remove = useCommand("removeMessage");
  const restore = useCommand("restoreMessage");
  const { id: messageId } = message;
  if (message.removed) {
    return (
      <Button
        size="compact-xs"
        variant="subtle"
        loading={restore.pending}
        onClick={() => void restore.run({ messageId })}
      >
        {t("chat.restore")}
      </Button>
    );
  }
  const takeAway = async (): Promise<void> => {
    const answer = await remove.run({ messageId });
    if (!answer.ok) return;
    notify({
      tone: "done",
      text: t("chat.removed"),
      act: { label: t("action.undo"), run: () => void restore.run({ messageId }) },
    });
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={t("chat.edit")}
          className={style.acts}
        >
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={edit}>{t("chat.edit")}</Menu.Item>
        <Menu.Item color="red" onClick={() => void takeAway()}>
          {t("chat.remove")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function EditMessage({ message, people, onClose }: Omit<Props, "before"> & { readonly onClose: () => void }) {
  const { t, refusal: words } = useTexts();
  const { run, pending, refusal } = useCommand("changeMessage");
  const [text, setText] = useState(message.text);
  const save = async (): Promise<void> => {
    const input = { messageId: message.id, text, mentionIds: mentionsIn(text, people) };
    if ((await run(input, { inPlace: true })).ok) onClose();
  };
  return (
    <div className={style.editing}>
      <MentionField
        label={t("chat.edit")}
        text={text}
        change={setText}
        people={people}
        send={() => void save()}
        cancel={onClose}
        focused
      />
      {refusal !== undefined && (
        <p role="alert" className={style.refusal}>
          {words(refusal)}
        </p>
      )}
      <div className={style.buttons}>
        <Button size="xs" loading={pending} onClick={() => void save()}>
          {t("chat.save")}
        </Button>
        <Button size="xs" variant="default" onClick={onClose}>
          {t("action.cancel")}
        </Button>
      </div>
    </div>
  );
}
