import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { RequestOf } from "#modules/routes.ts";
import { BigButton } from "../shell/big-button.tsx";
import { Sheet } from "../shell/sheet.tsx";
import { useTexts } from "../texts.ts";
import { lotText } from "./card-words.ts";
import { DecisionChoices } from "./decision-choices.tsx";
import {
  type DefectDecision,
  type DefectDraft,
  defectInput,
  defectSteps,
  failedUnits,
} from "./defect-form.ts";
import type { CardGroup } from "./group-cards.ts";
import { Note } from "./note.tsx";
import { Refusal } from "./part.tsx";
import { PhotoField } from "./photo-field.tsx";
import { ReasonTiles } from "./reason-tiles.tsx";
import style from "./sheets.module.css";
import { Stepper } from "./stepper.tsx";
import { readUnits } from "./typed-number.ts";
import { UnitChips } from "./unit-chips.tsx";

type Props = {
  readonly group: CardGroup;
  readonly first: DefectDraft;
  /** Why the last try was refused, in words. */
  readonly refused: string | undefined;
  readonly close: () => void;
  readonly report: (input: RequestOf<"reportDefect">, draft: DefectDraft) => void;
};

/** Four taps: why, how many, what becomes of them, send. */
export function DefectSheet({ group, first, refused, close, report }: Props) {
  const { t } = useTexts();
  const { lead } = group;
  const steps = defectSteps(group);
  const [draft, setDraft] = useState(first);
  // What was refused is looked at from its end: everything is chosen already.
  const [at, setAt] = useState(() => (defectInput(group, first) === null ? 0 : steps.length - 1));
  const change = (parts: Partial<DefectDraft>): void => setDraft((before) => ({ ...before, ...parts }));
  const [busy, setBusy] = useState(false);
  const body = useRef<HTMLDivElement>(null);
  const step = steps[at] ?? "reason";
  const input = defectInput(group, draft);

  const go = (next: number, changed: DefectDraft = draft): void => {
    // Drawn before it is focused, and before the camera opens: a browser lets a tap do that only at once.
    flushSync(() => {
      setDraft(changed);
      setAt(next);
    });
    body.current?.parentElement?.scrollTo(0, 0);
    body.current?.focus({ preventScroll: true });
  };
  const decide = (decision: DefectDecision): void => {
    const isFirst = draft.decision === null;
    go(at + 1, { ...draft, decision });
    // On a phone the camera opens by itself, once; whoever needs no photo closes it and sends.
    if (isFirst && matchMedia("(pointer: coarse)").matches) {
      body.current?.querySelector<HTMLInputElement>("input[type=file]")?.click();
    }
  };

  return (
    <Sheet
      title={t("floor.defect.title", { stage: lead.stageName })}
      close={close}
      foot={
        step === "send" || step === "count" ? (
          <div className={style.pair}>
            <BigButton onClick={() => go(at - 1)}>{t("action.back")}</BigButton>
            {step === "count" ? (
              <NextButton group={group} draft={draft} next={() => go(at + 1)} />
            ) : (
              <BigButton
                size="huge"
                tone="start"
                disabled={input === null || busy}
                onClick={() => {
                  if (input !== null) report(input, draft);
                }}
              >
                {busy ? t("floor.photo.making") : t("floor.defect.send")}
              </BigButton>
            )}
          </div>
        ) : (
          <BigButton onClick={at === 0 ? close : () => go(at - 1)}>
            {at === 0 ? t("floor.defect.keep") : t("action.back")}
          </BigButton>
        )
      }
    >
      <div ref={body} className={style.step} tabIndex={-1} role="group" aria-label={t(stepTitle[step])}>
        {refused !== undefined && <Refusal words={refused} />}
        <p className={style.question}>
          <span>{t("floor.defect.step", { step: at + 1, steps: steps.length })}</span>
          <b>{t(stepTitle[step])}</b>
        </p>
        {step === "reason" && (
          <ReasonTiles
            chosen={draft.reason?.id ?? null}
            choose={(reason) => go(at + 1, { ...draft, reason })}
          />
        )}
        {step === "count" && <Count group={group} draft={draft} change={change} />}
        {step === "decision" && <DecisionChoices card={lead} chosen={draft.decision} choose={decide} />}
        {step === "send" && <Send group={group} draft={draft} change={change} setBusy={setBusy} />}
      </div>
    </Sheet>
  );
}

const stepTitle = {
  reason: "floor.defect.reason",
  count: "floor.defect.count",
  decision: "floor.defect.decision",
  send: "floor.defect.photo",
} as const;

type StepProps = {
  readonly group: CardGroup;
  readonly draft: DefectDraft;
  /** Parts of it: a photo arrives while words are being typed. */
  readonly change: (parts: Partial<DefectDraft>) => void;
};

function NextButton({ group, draft, next }: Omit<StepProps, "change"> & { readonly next: () => void }) {
  const { t, quantity } = useTexts();
  const units = failedUnits(group, draft);
  return (
    <BigButton size="huge" tone="start" disabled={units < 1} onClick={next}>
      {t("floor.defect.next")}
      {units > 0 && <br />}
      {units > 0 && quantity(String(units), group.lead.unit)}
    </BigButton>
  );
}

function Count({ group, draft, change }: StepProps) {
  const { t, quantity, lookUp } = useTexts();
  const { lead, units } = group;
  const [typed, setTyped] = useState(String(draft.units));
  if (units.length > 1) {
    return (
      <UnitChips
        label={t("floor.defect.which")}
        card={lead}
        units={units}
        chosen={draft.runIds}
        choose={(runIds) => change({ runIds })}
      />
    );
  }
  const read = readUnits(typed);
  const count = read.value === null ? null : Number(read.value);
  const problem =
    read.problem ??
    (count !== null && count > lead.units ? "too_large" : count === 0 ? "at_least_one" : null);
  const put = (next: string): void => {
    setTyped(next);
    const value = Number(readUnits(next).value ?? "0");
    change({ units: value > lead.units ? 0 : value });
  };
  return (
    <>
      <Stepper
        label={t("floor.defect.failed")}
        unit={lookUp(`unit.${lead.unit}`) ?? lead.unit}
        value={typed}
        change={put}
        count={count}
        fewest={1}
        most={lead.units}
        problem={problem}
        note={t("floor.units.partOf", {
          units: String(count ?? 0),
          total: quantity(String(lead.units), lead.unit),
        })}
      />
      <BigButton chosen={count === lead.units} onClick={() => put(String(lead.units))}>
        {t("floor.defect.all", { quantity: quantity(String(lead.units), lead.unit) })}
      </BigButton>
    </>
  );
}

function Send({ group, draft, change, setBusy }: StepProps & { readonly setBusy: (busy: boolean) => void }) {
  const texts = useTexts();
  const { t, quantity, list } = texts;
  const { lead } = group;
  const { decision, bornStageId } = draft;
  const which = group.units.filter(({ runId }) => draft.runIds.includes(runId));
  const back = returnedTo(decision);
  return (
    <>
      <ul className={style.summary}>
        <li>{draft.reason?.name}</li>
        <li>
          {group.units.length > 1
            ? list(which.map(({ lotNumber }) => lotText(lead, lotNumber, texts)))
            : quantity(String(failedUnits(group, draft)), lead.unit)}
        </li>
        <li>{back === undefined ? t("verb.writeOff") : t("floor.defect.returnTo", { stage: back })}</li>
      </ul>
      <PhotoField
        photoIds={draft.photoIds}
        onChange={(photoIds) => change({ photoIds })}
        onBusy={setBusy}
        label={t("floor.defect.photos")}
      />
      <Note label={t("floor.defect.note")} value={draft.note} change={(note) => change({ note })} />
      {lead.returnStages.length > 1 && (
        <details className={style.more}>
          <summary>
            {t("floor.defect.born", {
              stage: lead.returnStages.find(({ stageId }) => stageId === bornStageId)?.name ?? lead.stageName,
            })}
          </summary>
          <div className={style.choices} role="group" aria-label={t("floor.defect.bornWhere")}>
            {lead.returnStages.toReversed().map(({ stageId, name }) => (
              <BigButton
                key={stageId}
                chosen={(bornStageId ?? lead.stageId) === stageId}
                onClick={() => change({ bornStageId: stageId === lead.stageId ? null : stageId })}
              >
                {name}
              </BigButton>
            ))}
          </div>
        </details>
      )}
    </>
  );
}

const returnedTo = (decision: DefectDecision | null): string | undefined =>
  decision?.kind === "return" ? decision.name : undefined;
