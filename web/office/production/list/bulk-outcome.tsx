import { Button, Modal } from "@mantine/core";
import { useTexts } from "../texts.ts";
import { byReason, type Outcome } from "./bulk.ts";
import style from "./list.module.css";

/** What was done, and what was not: each reason in words, with the orders that it holds for. */
export function BulkOutcome(props: {
  readonly outcome: Outcome;
  readonly onUndo: (() => void) | undefined;
  readonly onChoose: () => void;
  readonly onClose: () => void;
}) {
  const { outcome, onUndo, onChoose, onClose } = props;
  const { t, list } = useTexts();
  const { act, done, skipped, left } = outcome;
  return (
    <Modal
      opened
      onClose={onClose}
      title={act.title}
      size="34rem"
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <p className={style.lead}>
        {t("orderList.bulk.outcome", { done: done.length, skipped: skipped.length })}
      </p>
      {skipped.length > 0 && (
        <ul className={style.reasons}>
          {byReason(skipped).map(([why, numbers]) => (
            <li key={why}>
              <strong>{list(numbers.map((number) => t("board.number", { number })))}</strong>
              <br />
              {why}
            </li>
          ))}
        </ul>
      )}
      {left > 0 && <p>{t("orderList.bulk.left", { count: left })}</p>}
      <div className={style.buttons}>
        {onUndo !== undefined && (
          <Button variant="default" onClick={onUndo}>
            {t("action.undo")}
          </Button>
        )}
        {skipped.length > 0 && (
          <Button variant="light" onClick={onChoose}>
            {t("orderList.bulk.chooseSkipped")}
          </Button>
        )}
        <Button onClick={onClose} data-autofocus>
          {t("action.close")}
        </Button>
      </div>
    </Modal>
  );
}
