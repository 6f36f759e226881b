import { Modal } from "@mantine/core";
import { Fragment, useState } from "react";
import {
  boardShortcuts,
  noteShortcuts,
  searchShortcuts,
  type Shortcut,
  shortcutsHere,
  tableShortcuts,
} from "../shell/shortcuts.ts";
import style from "./shortcut-sheet.module.css";
import { useTexts } from "./texts.ts";

const everywhere: readonly Shortcut[] = [
  { keys: ["Ctrl+K"], says: "find" },
  { keys: ["N"], says: "new" },
  ...searchShortcuts,
  { keys: ["Esc"], says: "close" },
  { keys: ["?"], says: "sheet" },
];
const elsewhere = [
  ["lists", boardShortcuts],
  ["table", tableShortcuts],
  ["writing", noteShortcuts],
] as const;

/** What the keys do: first what this screen has named, then everywhere, then what other screens know. */
export function ShortcutSheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTexts();
  const [here] = useState(() => shortcutsHere().filter(({ says }) => says !== "search"));
  const isHere = (shortcuts: readonly Shortcut[]): boolean =>
    shortcuts.every(({ says }) => here.some((each) => each.says === says));
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("keys.title")}
      size="34rem"
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <div className={style.groups}>
        {here.length > 0 && <Keys title={t("keys.here")} shortcuts={here} />}
        <Keys title={t("keys.everywhere")} shortcuts={everywhere} />
        {elsewhere.map(
          ([name, shortcuts]) =>
            !isHere(shortcuts) && <Keys key={name} title={t(`keys.${name}`)} shortcuts={shortcuts} />,
        )}
      </div>
    </Modal>
  );
}

function Keys({ title, shortcuts }: { readonly title: string; readonly shortcuts: readonly Shortcut[] }) {
  const { t, lookUp } = useTexts();
  return (
    <section>
      <h3 className={style.title}>{title}</h3>
      <dl className={style.keys}>
        {shortcuts.map(({ keys, says }) => (
          <div key={says} className={style.line}>
            <dt>{lookUp(`keys.${says}`, {})}</dt>
            <dd>
              {keys.map((key, index) => (
                <Fragment key={key}>
                  {index > 0 && <span className="unseen"> {t("keys.word.or")} </span>}
                  <kbd className={style.key}>{key.replace("+", " + ")}</kbd>
                </Fragment>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
