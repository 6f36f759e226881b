import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconArchive, IconArchiveOff, IconCheck, IconPencil, IconX } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import type { Answer } from "#web/shared/call.ts";
import { useTexts } from "../texts.ts";
import style from "./settings.module.css";

type RowProps = {
  readonly name: string;
  readonly archived?: boolean;
  readonly onRename: (name: string) => Promise<Answer<unknown>>;
  /** Absent where there is no archive. */
  readonly onArchive?: ((archived: boolean) => void) | undefined;
  readonly children?: ReactNode;
};

/** A word of a dictionary: renamed in place, archived instead of deleted. */
export function NamedRow({ name, archived = false, onRename, onArchive, children }: RowProps) {
  const { t } = useTexts();
  const [draft, setDraft] = useState<string>();
  const save = async (): Promise<void> => {
    if (draft === undefined || draft.trim() === "" || draft === name) return setDraft(undefined);
    const answer = await onRename(draft);
    if (answer.ok) setDraft(undefined);
  };
  return (
    <tr className={archived ? style.archived : undefined}>
      <td>
        {draft === undefined ? (
          name
        ) : (
          <form
            className={style.link}
            onSubmit={(event) => {
              event.preventDefault();
              void save();
            }}
          >
            <TextInput
              size="xs"
              aria-label={t("settings.newName", { name })}
              maxLength={200}
              ref={focus}
              value={draft}
              onChange={(event) => setDraft(event.currentTarget.value)}
              onKeyDown={(event) => event.key === "Escape" && setDraft(undefined)}
            />
            <ActionIcon type="submit" aria-label={t("action.save")}>
              <IconCheck size={16} aria-hidden />
            </ActionIcon>
            <ActionIcon aria-label={t("action.cancel")} onClick={() => setDraft(undefined)}>
              <IconX size={16} aria-hidden />
            </ActionIcon>
          </form>
        )}
      </td>
      {children}
      <td className="figures">
        {draft === undefined && (
          <ActionIcon aria-label={t("settings.rename", { name })} onClick={() => setDraft(name)}>
            <IconPencil size={16} aria-hidden />
          </ActionIcon>
        )}
        {onArchive !== undefined && (
          <ActionIcon
            aria-label={t(archived ? "settings.bringBackNamed" : "settings.archiveNamed", { name })}
            onClick={() => onArchive(!archived)}
          >
            {archived ? <IconArchiveOff size={16} aria-hidden /> : <IconArchive size={16} aria-hidden />}
          </ActionIcon>
        )}
      </td>
    </tr>
  );
}

type AdderProps = {
  readonly label: string;
  readonly pending: boolean;
  readonly onAdd: (name: string) => Promise<Answer<unknown>>;
  readonly children?: ReactNode;
};

/** The field has just been asked for: the cursor goes there. */
function focus(field: HTMLInputElement | null): void {
  field?.focus();
}

/** One line to add a word. */
export function NameAdder({ label, pending, onAdd, children }: AdderProps) {
  const { t } = useTexts();
  const [name, setName] = useState("");
  const add = async (): Promise<void> => {
    const answer = await onAdd(name);
    if (answer.ok) setName("");
  };
  return (
    <form
      className={style.adder}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <TextInput
        label={label}
        required
        withAsterisk={false}
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {children}
      <Button type="submit" variant="light" loading={pending}>
        {t("action.add")}
      </Button>
    </form>
  );
}
