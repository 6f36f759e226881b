import { Button } from "@mantine/core";
import { useState } from "react";
import { useCommand } from "#web/shared/queries.ts";
import { FormDialog } from "../../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import { type Order, type PlacedRun, togetherWith } from "../order-types.ts";
import { useOfferUndo } from "../undo/use-offer-undo.ts";
import { placeInWords } from "../lots/lot-words.ts";
import { DecisionStep, NoteStep, ReasonStep, UnitsStep } from "./defect-steps.tsx";
import { type DefectDraft, isStepDone, type Step, stepsOf } from "./defect-draft.ts";
import style from "./defects.module.css";

/** A defect in four steps: why, how many, what becomes of them, and what it looks like. */
export function DefectDialog({
  order,
  stage,
  run,
  onClose,
}: PlacedRun & { readonly order: Order; readonly onClose: () => void }) {
  const { t, quantity } = useTexts();
  const offer = useOfferUndo(order.id);
  const report = useCommand("reportDefect");
  const together = order.batchMode === "per_unit" ? togetherWith({ stage, run }, "reportDefect") : [run];
  const steps = stepsOf(run, together);
  const [step, setStep] = useState<Step>("reason");
  const [busy, setBusy] = useState(false);
  const [draft, setDraft] = useState<DefectDraft>({
    reasonId: null,
    units: "1",
    runIds: [run.id],
    decision: null,
    toStageId: null,
    bornStageId: null,
    note: "",
    photoIds: [],
  });
  const at = steps.indexOf(step);
  const last = at === steps.length - 1;
  const change = (part: Partial<DefectDraft>): void => setDraft((before) => ({ ...before, ...part }));
  const go = (by: number): void => setStep(steps[at + by] ?? step);
  const units = together.length > 1 ? draft.runIds.length : Number(draft.units);
  const submit = async (): Promise<void> => {
    if (!last) return go(1);
    const [first, ...others] = draft.runIds;
    if (draft.reasonId === null || draft.decision === null || first === undefined) return;
    const answer = await report.run(
      {
        runId: first,
        reasonId: draft.reasonId,
        units,
        alsoRunIds: others,
        decision: draft.decision,
        toStageId: draft.toStageId,
        bornStageId: draft.bornStageId === stage.id ? null : draft.bornStageId,
        note: draft.note,
        photoIds: [...draft.photoIds],
      },
      { inPlace: true },
    );
    if (!answer.ok) return;
    const shown = quantity(String(units), order.unit);
    const target = order.stages.find((one) => one.id === draft.toStageId)?.name ?? stage.name;
    offer(
      answer.value.escalated
        ? t("defect.saidEscalated", { units: shown })
        : draft.decision === "write_off"
          ? t("defect.saidWrittenOff", { units: shown })
          : t("defect.saidReturned", { units: shown, stage: target }),
      answer,
    );
    onClose();
  };
  const place = { order, stage, run, together, draft, onChange: change, refusal: report.refusal };
  return (
    <FormDialog
      title={t("defect.title", { stage: placeInWords({ order, stage, run }, { t }) })}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={last ? t("verb.reportDefect") : t("defect.next")}
      pending={report.pending}
      refusal={report.refusal}
      disabled={!isStepDone(step, draft, run, together) || busy}
      aside={
        at > 0 && (
          <Button variant="subtle" onClick={() => go(-1)}>
            {t("action.back")}
          </Button>
        )
      }
    >
      <p className={style.step} aria-live="polite">
        {t("defect.step", { step: at + 1, of: steps.length })}
      </p>
      {step === "reason" && (
        <ReasonStep
          {...place}
          onPick={(reasonId) => {
            change({ reasonId });
            go(1);
          }}
        />
      )}
      {step === "units" && <UnitsStep {...place} />}
      {step === "decision" && <DecisionStep {...place} units={units} />}
      {step === "note" && <NoteStep {...place} onBusy={setBusy} />}
    </FormDialog>
  );
}
