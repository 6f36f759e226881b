import { Modal } from "@mantine/core";
import {
  IconAddressBook,
  IconBox,
  IconBriefcase,
  IconBuilding,
  IconChevronRight,
  IconListDetails,
  IconSearch,
  IconStack2,
  IconTruckDelivery,
  IconUser,
  IconTruckReturn,
  IconUsersGroup,
} from "@tabler/icons-react";
import { useParams, useRouter } from "@tanstack/react-router";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { type FoundKind, foundKinds } from "#modules/search/contract/kinds.ts";
import { useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { RefusalNotice } from "#web/shared/states.tsx";
import { useSettled } from "../use-settled.ts";
import { addressOfFound } from "./address-of-found.ts";
import { allowedCommands, type CommandId } from "./commands.ts";
import { matchCommands } from "./match-commands.ts";
import style from "./palette.module.css";
import { idOfRecent, keepRecent, type Recent, readRecent } from "./recent.ts";
import { useActs } from "./run-command.ts";
import { useTexts } from "./texts.ts";

const icons = {
  order: IconStack2,
  deal: IconBriefcase,
  contact: IconAddressBook,
  company: IconBuilding,
  item: IconBox,
  purchase: IconTruckDelivery,
  supplier: IconUsersGroup,
  subcontractor: IconTruckReturn,
  template: IconListDetails,
  member: IconUser,
} as const satisfies Record<FoundKind, unknown>;

type Thing = Exclude<Recent, { command: string }> & { readonly status?: string | null };
type Choice = {
  readonly key: string;
  readonly label: string;
  readonly number: number | null;
  readonly detail: string | null;
  readonly kind: FoundKind | undefined;
  /** below the workspace; undefined: an act that leads nowhere */
  readonly to: string | undefined;
  readonly recent: Recent;
  readonly act: () => void;
};
type Group = { readonly title: string; readonly choices: readonly Choice[] };

const mostCommands = 6;
const isPhone = (): boolean => window.matchMedia("(max-width: 48em)").matches;

/**
 * One field that finds everything and runs everything. The focus never leaves it: arrows mark a row, Enter takes it,
 * Ctrl Enter in a new tab. Without words it shows what was opened lately, and the commands.
 */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const { t, lookUp } = useTexts();
  const { can, member } = useSession();
  const { workspace } = useParams({ from: "/w/$workspace" });
  const router = useRouter();
  const run = useActs(workspace);
  const list = useId();
  const [phone] = useState(isPhone);
  const [typed, setTyped] = useState("");
  const [marked, setMarked] = useState<string>();
  const words = typed.trim();
  const settled = useSettled(words, 120);
  const search = useRoute("searchEverything", { words: settled }, { enabled: settled !== "" });
  const isAsking = words !== "" && search.refusal === undefined && (settled !== words || search.pending);
  // Enter before the answer is there takes the first of what comes.
  const isWaiting = useRef(false);

  const recentKey = `treadle-recent-${workspace}-${member.id}`;
  const [recents] = useState(() => readRecent(recentKey));

  const command = (id: string): Choice[] => {
    const known = allowedCommands(can).find((each) => each.id === id);
    if (known === undefined) return [];
    const label = t(`palette.command.${known.id}`);
    const to = "go" in known ? known.go : undefined;
    const act = "act" in known ? () => run(known.act) : () => undefined;
    const key = `command ${id}`;
    return [{ key, label, number: null, detail: null, kind: undefined, to, recent: { command: id }, act }];
  };
  const thing = ({ kind, id, number, title, detail, status = null }: Thing): Choice => {
    const recent = { kind, id, number, title, detail };
    return {
      key: idOfRecent(recent),
      label: title,
      number,
      detail: [detail, status === null ? undefined : lookUp(`palette.status.${status}`, {})]
        .filter((part) => part !== undefined && part !== null)
        .join(" · "),
      kind,
      to: addressOfFound(kind, id),
      recent,
      act: () => undefined,
    };
  };
  const named = allowedCommands(can).map(({ id }: { readonly id: CommandId }) => ({
    id,
    label: t(`palette.command.${id}`),
    words: t(`palette.words.${id}`),
  }));
  const lately = recents.flatMap((recent) => ("command" in recent ? [recent.command] : []));
  const matching = matchCommands(named, words, lately);

  const groupsOf = (): Group[] => {
    if (words === "") {
      const opened = recents.flatMap((recent) =>
        "command" in recent ? command(recent.command) : [thing(recent)],
      );
      const others = matching.filter(({ id }) => !lately.includes(id)).flatMap(({ id }) => command(id));
      return [
        { title: t("palette.recent"), choices: opened },
        { title: t("palette.commands"), choices: others },
      ];
    }
    const rows = search.data?.found ?? [];
    // Kinds stand in the order of their best find, as the server sent them.
    const kinds = [...new Set(rows.map(({ kind }) => kind))].filter((kind) => foundKinds.includes(kind));
    const found = kinds.map((kind) => ({
      title: t(`palette.kind.${kind}`),
      choices: rows.filter((row) => row.kind === kind).map(thing),
    }));
    const some = {
      title: t("palette.commands"),
      choices: matching.slice(0, mostCommands).flatMap(({ id }) => command(id)),
    };
    // What was asked by a number is a thing; else whoever types a command's word means the command.
    return /^[#№]?\s*\d/u.test(words) ? [...found, some] : [some, ...found];
  };
  const groups = groupsOf().filter(({ choices }) => choices.length > 0);
  const choices = groups.flatMap((group) => group.choices);
  const at = Math.max(
    0,
    choices.findIndex(({ key }) => key === marked),
  );
  const current = choices[at];

  const take = (choice: Choice, inNewTab: boolean): void => {
    keepRecent(recentKey, choice.recent);
    const href = choice.to === undefined ? undefined : `/w/${encodeURIComponent(workspace)}/${choice.to}`;
    if (href !== undefined && inNewTab) {
      window.open(href, "_blank", "noopener");
      return;
    }
    onClose();
    if (href === undefined) choice.act();
    else router.history.push(href);
  };

  useEffect(() => {
    if (!isWaiting.current || isAsking) return;
    isWaiting.current = false;
    if (current !== undefined) take(current, false);
  });

  const move = (to: number): void => {
    const next = choices[(to + choices.length) % choices.length];
    if (next !== undefined) setMarked(next.key);
  };
  const press = (event: KeyboardEvent): void => {
    // A half-written character of an input method is not ours yet.
    if (event.nativeEvent.isComposing) return;
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: Math.min(at + 8, choices.length - 1),
      PageUp: Math.max(at - 8, 0),
    };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      move(step);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const inNewTab = event.ctrlKey || event.metaKey;
      if (isAsking && marked === undefined && !inNewTab) isWaiting.current = true;
      else if (current !== undefined) take(current, inNewTab);
    }
  };

  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      fullScreen={phone}
      size="40rem"
      padding={0}
      title={<span className="unseen">{t("palette.title")}</span>}
      classNames={{ header: style.noHeader ?? "", content: style.content ?? "", body: style.body ?? "" }}
    >
      <div className={style.field}>
        <IconSearch size={20} stroke={1.6} aria-hidden />
        <input
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the modal's own focus comes after the first picture: what is typed before it would be lost
          autoFocus
          data-autofocus
          className={style.input}
          type="text"
          role="combobox"
          aria-label={t("palette.title")}
          aria-expanded={choices.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={current === undefined ? undefined : `${list}-${at}`}
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="go"
          placeholder={t("palette.placeholder")}
          value={typed}
          maxLength={200}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setMarked(undefined);
            isWaiting.current = false;
          }}
          onKeyDown={press}
        />
        {phone && (
          <button type="button" className={style.close} onClick={onClose}>
            {t("action.close")}
          </button>
        )}
      </div>
      <RefusalNotice refusal={search.refusal} retry={search.refetch} />
      <div
        id={list}
        role="listbox"
        aria-label={t("palette.title")}
        className={style.list}
        hidden={choices.length === 0}
      >
        {groups.map((group) => (
          <div key={group.title} role="group" aria-label={group.title}>
            <p className={style.group} aria-hidden>
              {group.title}
            </p>
            {group.choices.map((choice) => (
              <Row
                key={choice.key}
                id={`${list}-${choices.indexOf(choice)}`}
                choice={choice}
                isMarked={choice === current}
                onMark={() => setMarked(choice.key)}
                onTake={(inNewTab) => take(choice, inNewTab)}
              />
            ))}
          </div>
        ))}
      </div>
      {choices.length === 0 && (
        <p className={style.nothing}>{t(isAsking ? "palette.searching" : "palette.nothing")}</p>
      )}
      <p role="status" className="unseen">
        {isAsking ? "" : t("palette.count", { count: choices.length })}
      </p>
      {!phone && (
        <p className={style.keys} aria-hidden>
          {t("palette.keys")}
        </p>
      )}
    </Modal>
  );
}

type RowProps = {
  readonly id: string;
  readonly choice: Choice;
  readonly isMarked: boolean;
  readonly onMark: () => void;
  readonly onTake: (inNewTab: boolean) => void;
};

function Row({ id, choice, isMarked, onMark, onTake }: RowProps) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isMarked) row.current?.scrollIntoView({ block: "nearest" });
  }, [isMarked]);
  const Icon = choice.kind === undefined ? IconChevronRight : icons[choice.kind];
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the field has the focus and takes the keys
    <div
      ref={row}
      id={id}
      role="option"
      aria-selected={isMarked}
      className={style.row}
      // A list that grows under a pointer at rest must not mark what comes to lie there.
      onPointerMove={() => !isMarked && onMark()}
      onClick={(event) => onTake(event.ctrlKey || event.metaKey)}
    >
      <Icon size={18} stroke={1.6} aria-hidden />
      {choice.number !== null && <span className={style.number}>№{choice.number}</span>}
      <span className={style.label}>{choice.label}</span>
      {choice.detail !== null && choice.detail !== "" && (
        <span className={style.detail}>{choice.detail}</span>
      )}
    </div>
  );
}
