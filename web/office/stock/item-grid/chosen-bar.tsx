import { Button, CloseButton } from "@mantine/core";
import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { notify } from "#web/shared/notices.ts";
import { useCommand } from "#web/shared/queries.ts";
import { useTexts } from "../texts.ts";
import style from "./item-grid.module.css";

/** The most that go in one command. */
const atOnce = 500;
type Skipped = OutputOf<"archiveItems">["skipped"];

/** What is done with many at once; what was left as it is stays named until it is closed. */
export function ChosenBar(props: {
  readonly chosen: ReadonlySet<string>;
  readonly archived: boolean;
  readonly onClear: () => void;
}) {
  const { chosen, archived, onClear } = props;
  const { t } = useTexts();
  const archive = useCommand("archiveItems");
  const [skipped, setSkipped] = useState<Skipped>([]);
  const send = async (ids: readonly string[], to: boolean): Promise<void> => {
    let changed = 0;
    const left: Skipped = [];
    for (let from = 0; from < ids.length; from += atOnce) {
      const answer = await archive.run({ itemIds: ids.slice(from, from + atOnce), archived: to });
      if (!answer.ok) return;
      changed += answer.value.changed;
      left.push(...answer.value.skipped);
    }
    setSkipped(left);
    onClear();
    const stay = new Set(left.map(({ itemId }) => itemId));
    const moved = ids.filter((id) => !stay.has(id));
    notify({
      tone: "done",
      text: to ? t("grid.archived", { count: changed }) : t("grid.broughtBack", { count: changed }),
      ...(changed === 0 ? {} : { act: { label: t("action.undo"), run: () => void send(moved, !to) } }),
    });
  };
  return (
    <>
      {chosen.size > 0 && (
        <div className={style.chosen} role="status">
          <span>{t("grid.chosen", { count: chosen.size })}</span>
          <Button size="xs" loading={archive.pending} onClick={() => void send([...chosen], !archived)}>
            {archived ? t("grid.bringBack") : t("grid.archive")}
          </Button>
          <Button size="xs" variant="default" onClick={onClear}>
            {t("grid.clear")}
          </Button>
        </div>
      )}
      {skipped.length > 0 && (
        <div className={style.chosen} role="status">
          <span>
            {t("grid.skipped")}{" "}
            {skipped.map(({ name, reason }) => `${name} (${t(`grid.reason.${reason}`)})`).join(", ")}
          </span>
          <CloseButton aria-label={t("action.close")} onClick={() => setSkipped([])} />
        </div>
      )}
    </>
  );
}
