import { BigButton } from "../shell/big-button.tsx";
import { useTexts } from "../texts.ts";
import { DecisionChoices } from "./decision-choices.tsx";
import type { DefectDecision } from "./defect-form.ts";
import type { FinishDraft, RestOf } from "./finish-form.ts";
import { ReasonTiles } from "./reason-tiles.tsx";
import style from "./sheets.module.css";
import type { RunCard } from "./show-taps.ts";

type Props = {
  readonly card: RunCard;
  readonly draft: FinishDraft;
  readonly good: number;
  readonly rest: number;
  readonly change: (parts: Partial<FinishDraft>) => void;
};

/** Fewer than there are: what of the others? Nobody's units vanish without a word. */
export function FinishRest({ card, draft, good, rest, change }: Props) {
  const { t, quantity } = useTexts();
  const { failed } = draft;
  const others = quantity(String(rest), card.unit);
  const options: readonly RestOf[] = [
    ...(card.verbs.includes("recordProgress") ? (["later"] as const) : []),
    ...(card.canLeaveRest && good > 0 ? (["leave"] as const) : []),
    "failed",
  ];
  const decision: DefectDecision | null =
    failed.decision === "write_off"
      ? { kind: "write_off" }
      : failed.toStageId === null
        ? null
        : { kind: "return", stageId: failed.toStageId, name: "" };
  return (
    <fieldset className={style.section}>
      <legend>{t("floor.rest.question", { quantity: others })}</legend>
      <div className={style.choices}>
        {options.map((option) => (
          <BigButton
            key={option}
            chosen={draft.rest === option}
            onClick={() => change({ rest: draft.rest === option ? null : option })}
          >
            <span className={style.choice}>
              <b>{t(`floor.rest.${option}`)}</b>
              <span>
                {t(`floor.rest.${option}Means`, {
                  quantity: others,
                  good: quantity(String(good), card.unit),
                })}
              </span>
            </span>
          </BigButton>
        ))}
      </div>
      {draft.rest === "failed" && (
        <>
          <p className={style.asks}>{t("floor.defect.reason")}</p>
          <ReasonTiles
            chosen={failed.reason?.id ?? null}
            choose={(reason) => change({ failed: { ...failed, reason } })}
          />
          <p className={style.asks}>{t("floor.defect.decision")}</p>
          <DecisionChoices
            card={card}
            chosen={decision}
            choose={(next) =>
              change({
                failed: {
                  ...failed,
                  decision: next.kind,
                  toStageId: next.kind === "return" ? next.stageId : null,
                },
              })
            }
          />
        </>
      )}
    </fieldset>
  );
}
