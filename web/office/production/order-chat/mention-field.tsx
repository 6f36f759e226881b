import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { peopleFor, type Person, typedMention, withMention } from "#web/shared/chat/mentions.ts";
import { useTexts } from "../texts.ts";
import style from "./order-chat.module.css";

type Props = {
  readonly label: string;
  readonly placeholder?: string;
  readonly text: string;
  readonly change: (text: string) => void;
  readonly people: readonly Person[];
  readonly send: () => void;
  /** On Esc, where no list is open. */
  readonly cancel?: () => void;
  readonly paste?: (files: readonly File[]) => void;
  readonly focused?: boolean;
};

/** A field for a message: "@" offers those who may read it; Enter sends, Shift + Enter begins a line. */
export function MentionField(props: Props) {
  const { label, text, change, people, send, cancel, paste, focused = false } = props;
  const { t } = useTexts();
  const listId = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(text.length);
  const [active, setActive] = useState(0);
  // What was closed with Esc stays closed until something else is typed.
  const [closed, setClosed] = useState<string>();
  const typed = typedMention(text, caret);
  const offered = typed === null || closed === text ? [] : peopleFor(people, typed.word);
  const shown = Math.min(active, offered.length - 1);

  useEffect(() => {
    if (focused) field.current?.focus();
  }, [focused]);
  useLayoutEffect(() => {
    const element = field.current;
    if (element === null) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight + 2}px`;
  }, [text]);

  const choose = (person: Person): void => {
    if (typed === null) return;
    const next = withMention(text, { at: typed.at, caret }, person);
    change(next.text);
    setCaret(next.caret);
    setActive(0);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(next.caret, next.caret);
    });
  };
  const press = (event: KeyboardEvent): void => {
    // A word of another script is still being put together.
    if (event.nativeEvent.isComposing) return;
    const person = offered[shown];
    if (person !== undefined) {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        const step = event.key === "ArrowDown" ? 1 : -1;
        setActive((shown + step + offered.length) % offered.length);
      } else if (event.key === "Enter" || event.key === "Tab") choose(person);
      else if (event.key === "Escape") setClosed(text);
      else return;
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === "Escape" && cancel !== undefined) {
      event.stopPropagation();
      cancel();
    }
  };
  return (
    <div className={style.field}>
      {offered.length > 0 && (
        <div id={listId} role="listbox" aria-label={t("chat.people")} className={style.people}>
          {offered.map((person, index) => (
            <div
              key={person.memberId}
              id={`${listId}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === shown}
              // The field keeps the focus: its caret says where the name goes.
              onMouseDown={(event) => {
                event.preventDefault();
                choose(person);
              }}
            >
              {person.name}
            </div>
          ))}
        </div>
      )}
      <textarea
        ref={field}
        rows={1}
        aria-label={label}
        placeholder={props.placeholder}
        maxLength={4_000}
        value={text}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={offered.length > 0}
        aria-controls={offered.length > 0 ? listId : undefined}
        aria-activedescendant={offered.length > 0 ? `${listId}-${shown}` : undefined}
        onChange={(event) => {
          change(event.currentTarget.value);
          setCaret(event.currentTarget.selectionStart);
          setActive(0);
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onKeyDown={press}
        onPaste={(event) => {
          const files = [...event.clipboardData.files];
          if (files.length === 0 || paste === undefined) return;
          event.preventDefault();
          paste(files);
        }}
      />
    </div>
  );
}
