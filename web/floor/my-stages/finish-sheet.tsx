import { type SyntheticEvent, useEffect, useId, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { Refused } from "#web/shared/call.ts";
import { BigButton } from "../shell/big-button.tsx";
import { Sheet } from "../shell/sheet.tsx";
import { useTexts } from "../texts.ts";
import { type CheckDraft, failedChecks } from "./check-form.ts";
import { type FinishDraft, type FinishReading, placeOfRefusal, readFinish } from "./finish-form.ts";
import { FinishMaterials } from "./finish-materials.tsx";
import { FinishQuality } from "./finish-quality.tsx";
import { FinishRest } from "./finish-rest.tsx";
import { type CardGroup, materialsOf } from "./group-cards.ts";
import { Note } from "./note.tsx";
import { Missing, Part, Refusal } from "./part.tsx";
import style from "./sheets.module.css";
import { Stepper } from "./stepper.tsx";
import { readUnits } from "./typed-number.ts";
import { UnitChips } from "./unit-chips.tsx";

type Props = {
  readonly group: CardGroup;
  readonly first: FinishDraft;
  /** Why the last try was refused. */
  readonly refused: Refused | undefined;
  /** May this person take it as good although a check says no? */
  readonly mayConcede: boolean;
  readonly close: (draft: FinishDraft) => void;
  readonly send: (what: NonNullable<FinishReading["send"]>, draft: FinishDraft) => void;
  readonly reportDefect: (draft: FinishDraft) => void;
};

/** Opens with what is right in nine cases of ten, so that the second tap finishes. */
export function FinishSheet({ group, first, refused, mayConcede, ...acts }: Props) {
  const { t, quantity, lookUp, refusal: wordsOf } = useTexts();
  const { lead } = group;
  const [draft, setDraft] = useState(first);
  // What is only missing is said once somebody has tried; what is wrong, at once.
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());
  const form = useId();
  const formElement = useRef<HTMLFormElement>(null);
  const change = (parts: Partial<FinishDraft>): void => setDraft((before) => ({ ...before, ...parts }));
  const changeCheck = (key: string, check: CheckDraft): void =>
    setDraft((before) => ({
      ...before,
      checks: { ...before.checks, [key]: { ...before.checks[key], ...check } },
    }));
  const tellBusy = (place: string) => (now: boolean) =>
    setBusy((before) => {
      if (before.has(place) === now) return before;
      const next = new Set(before);
      if (now) next.add(place);
      else next.delete(place);
      return next;
    });

  const reading = readFinish(group, draft, mayConcede);
  const { good, rest } = reading;
  const units = readUnits(draft.units);
  const refusedAt = refused === undefined ? undefined : placeOfRefusal(refused);
  const wordsAt = (place: string): string | undefined =>
    refused !== undefined && refusedAt === place ? wordsOf(refused) : undefined;
  const missing = (place: string): boolean => tried && reading.problems.includes(place);
  const failed = failedChecks(lead, draft.checks);
  const noting = rest > 0 && draft.rest === "later";
  const finishing = !noting && !reading.holds;
  const conceding = mayConcede && reading.doubts.length > 0 && (tried || failed.length > 0);
  const several = group.units.length > 1;

  // Opened again by a refusal: what it is about comes into view.
  useEffect(() => {
    formElement.current?.querySelector('[data-problem="true"]')?.scrollIntoView({ block: "start" });
  }, []);

  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (reading.send !== null) {
      acts.send(reading.send, draft);
      return;
    }
    flushSync(() => setTried(true));
    const wrong = formElement.current?.querySelector<HTMLElement>('[data-problem="true"]');
    wrong?.scrollIntoView({ block: "start" });
    wrong?.querySelector<HTMLElement>("input, button, textarea")?.focus({ preventScroll: true });
  };

  return (
    <Sheet
      title={t("floor.finish.title", { stage: lead.stageName })}
      close={() => acts.close(draft)}
      foot={
        <div className={style.pair}>
          <BigButton onClick={() => acts.close(draft)}>{t("floor.finish.keep")}</BigButton>
          <BigButton
            type="submit"
            form={form}
            size="huge"
            tone={finishing ? "finish" : "start"}
            disabled={busy.size > 0}
          >
            {busy.size > 0 ? (
              t("floor.photo.making")
            ) : (
              <>
                {t(
                  noting ? "floor.finish.note" : finishing ? "floor.finish.confirm" : "floor.finish.sendBack",
                )}
                <br />
                {good !== null && quantity(String(finishing || noting ? good : rest), lead.unit)}
              </>
            )}
          </BigButton>
        </div>
      }
    >
      <form id={form} ref={formElement} className={style.form} onSubmit={submit}>
        {refused !== undefined && refusedAt === null && <Refusal words={wordsOf(refused)} />}
        {several && (
          <Part problem={missing("which")} refused={wordsAt("which")}>
            <UnitChips
              label={t("floor.finish.which")}
              card={lead}
              units={group.units.filter(({ card }) => card !== null)}
              chosen={draft.runIds}
              choose={(runIds) => change({ runIds })}
            />
            {missing("which") && <Missing />}
          </Part>
        )}
        {!several && lead.units === 1 && lead.batchMode === "per_unit"
          ? null
          : !several && (
              <Part problem={missing("units")} refused={wordsAt("units")}>
                <Stepper
                  label={t("floor.finish.units")}
                  unit={lookUp(`unit.${lead.unit}`) ?? lead.unit}
                  value={draft.units}
                  change={(typed) => change({ units: typed })}
                  count={good}
                  fewest={0}
                  problem={units.problem}
                  {...(lead.units > 1 && good !== lead.units
                    ? {
                        note: t("floor.units.partOf", {
                          units: String(good ?? ""),
                          total: quantity(String(lead.units), lead.unit),
                        }),
                      }
                    : {})}
                />
              </Part>
            )}
        {rest > 0 && (
          <Part problem={missing("rest")} refused={wordsAt("rest")}>
            <FinishRest card={lead} draft={draft} good={good ?? 0} rest={rest} change={change} />
            {missing("rest") && <Missing />}
          </Part>
        )}
        {finishing ? (
          <>
            {good !== 0 && (
              <FinishQuality
                card={lead}
                draft={draft}
                change={change}
                changeCheck={changeCheck}
                concedes={conceding}
                missing={missing}
                refusedAt={wordsAt}
                busy={tellBusy}
                reportDefect={() => acts.reportDefect(draft)}
              />
            )}
            <Part problem={missing("materials")} refused={wordsAt("materials")}>
              <FinishMaterials
                card={lead}
                materials={materialsOf(group, draft.runIds)}
                draft={draft}
                change={change}
              />
            </Part>
            <Note
              label={t("floor.finish.comment")}
              value={draft.comment}
              change={(comment) => change({ comment })}
            />
          </>
        ) : null}
      </form>
    </Sheet>
  );
}
