import { Button, Modal } from "@mantine/core";
import type { OutputOf } from "#modules/routes.ts";
import { useTexts } from "./texts.ts";
import style from "./board.module.css";

/** Who got what; more than one act spreads is left for the next. */
export function SpreadResult(props: {
  readonly spread: OutputOf<"spreadRuns">;
  readonly pending: boolean;
  readonly onMore: () => void;
  readonly onClose: () => void;
}) {
  const { spread, pending, onMore, onClose } = props;
  const { t } = useTexts();
  const members = [...new Set(spread.given.map((one) => one.memberName))].toSorted();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("board.spreadTitle")}
      size="34rem"
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <p className={style.spreadLead}>
        {spread.given.length === 0
          ? t("board.spreadNone")
          : t("board.spreadDone", { count: spread.given.length, people: members.length })}
      </p>
      {members.map((name) => (
        <section key={name} className={style.spreadGroup} aria-label={name}>
          <h3>{name}</h3>
          <ul>
            {spread.given
              .filter((one) => one.memberName === name)
              .map((one) => (
                <li key={one.runId}>
                  {t("board.number", { number: one.orderNumber })} {one.stageName}
                </li>
              ))}
          </ul>
        </section>
      ))}
      <div className={style.spreadButtons}>
        {spread.left > 0 && (
          <Button variant="light" loading={pending} onClick={onMore}>
            {t("board.spreadMore", { count: spread.left })}
          </Button>
        )}
        <Button onClick={onClose}>{t("action.close")}</Button>
      </div>
    </Modal>
  );
}
