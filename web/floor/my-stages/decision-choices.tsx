import { BigButton } from "../shell/big-button.tsx";
import { useTexts } from "../texts.ts";
import { type DefectDecision, returnPlaces } from "./defect-form.ts";
import style from "./sheets.module.css";
import type { RunCard } from "./show-taps.ts";

type Props = {
  readonly card: RunCard;
  readonly chosen: DefectDecision | null;
  readonly choose: (decision: DefectDecision) => void;
};

/** Mend it, here or further back, or write it off: the loss stands apart from the rest. */
export function DecisionChoices({ card, chosen, choose }: Props) {
  const { t } = useTexts();
  const chosenStage = chosen?.kind === "return" ? chosen.stageId : undefined;
  return (
    <div className={style.apart} role="group" aria-label={t("floor.defect.decision")}>
      <div className={style.choices}>
        {returnPlaces(card.returnStages).map(({ stageId, name }) => (
          <BigButton
            key={stageId}
            size="huge"
            chosen={chosenStage === stageId}
            onClick={() => choose({ kind: "return", stageId, name })}
          >
            {stageId === card.stageId
              ? t("floor.defect.here", { stage: name })
              : t("floor.defect.returnTo", { stage: name })}
          </BigButton>
        ))}
      </div>
      <BigButton
        size="huge"
        tone="destroy"
        chosen={chosen?.kind === "write_off"}
        onClick={() => choose({ kind: "write_off" })}
      >
        <span className={style.choice}>
          <b>{t("verb.writeOff")}</b>
          <span>{t("floor.defect.lost")}</span>
        </span>
      </BigButton>
    </div>
  );
}
