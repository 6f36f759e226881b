import { BigButton } from "../shell/big-button.tsx";
import { useTexts } from "../texts.ts";
import { type Check, type CheckDraft, type CheckDrafts, judgeCheck } from "./check-form.ts";
import { toleranceText } from "./card-words.ts";
import { NumberInput } from "./number-input.tsx";
import { Note } from "./note.tsx";
import { PhotoField } from "./photo-field.tsx";
import style from "./sheets.module.css";

type Props = {
  readonly checks: readonly Check[];
  readonly drafts: CheckDrafts;
  /** Asked for, tried without it: said at its place. */
  readonly missing: (key: string) => boolean;
  readonly change: (key: string, check: CheckDraft) => void;
  readonly busy: (place: string) => (busy: boolean) => void;
};

/** The stage's checklist: two large answers, a number beside its tolerance, a word, a photo. */
export function FinishChecks({ checks, drafts, missing, change, busy }: Props) {
  const { t } = useTexts();
  return (
    <fieldset className={style.section}>
      <legend>{t("floor.checks")}</legend>
      {checks.map((check) => {
        const given = drafts[check.key] ?? {};
        return (
          <div
            key={check.key}
            className={style.check}
            data-verdict={judgeCheck(check, given)}
            data-problem={missing(check.key)}
          >
            <CheckField
              check={check}
              given={given}
              change={(next) => change(check.key, next)}
              busy={busy(`check:${check.key}`)}
            />
            {missing(check.key) && judgeCheck(check, given) === "missing" && (
              <p className={style.note} data-wrong="true" role="alert">
                {t("floor.finish.missing")}
              </p>
            )}
          </div>
        );
      })}
    </fieldset>
  );
}

type FieldProps = {
  readonly check: Check;
  readonly given: CheckDraft;
  readonly change: (check: CheckDraft) => void;
  readonly busy: (busy: boolean) => void;
};

function CheckField({ check, given, change, busy }: FieldProps) {
  const texts = useTexts();
  const { t, lookUp } = texts;
  const label = check.required ? check.name : t("floor.check.optional", { name: check.name });
  switch (check.kind) {
    case "yes_no":
      return (
        <div className={style.yesNo} role="group" aria-label={label}>
          <p>{label}</p>
          <BigButton chosen={given.yes === true} onClick={() => change({ yes: true })}>
            {t("floor.check.yes")}
          </BigButton>
          <BigButton data-answer="no" chosen={given.yes === false} onClick={() => change({ yes: false })}>
            {t("floor.check.no")}
          </BigButton>
        </div>
      );
    case "number": {
      const verdict = judgeCheck(check, given);
      return (
        <NumberInput
          label={label}
          unit={check.unit === null ? "" : (lookUp(`unit.${check.unit}`) ?? check.unit)}
          value={given.number ?? ""}
          change={(typed) => change({ number: typed })}
          signed={[check.minimum, check.maximum].some((limit) => limit?.startsWith("-") === true)}
          problem={verdict === "wrong" ? "not_a_number" : null}
          note={[
            verdict === "passed" ? t("floor.check.within") : verdict === "failed" ? t("floor.check.out") : "",
            toleranceText(check, texts),
          ]
            .filter((part) => part !== "")
            .join(" · ")}
          tone={verdict === "passed" ? "done" : verdict === "failed" ? "alarm" : undefined}
        />
      );
    }
    case "text":
      return <Note label={label} value={given.text ?? ""} change={(text) => change({ text })} />;
    case "photo":
      return (
        <PhotoField
          photoIds={given.photoIds ?? []}
          onChange={(photoIds) => change({ photoIds })}
          onBusy={busy}
          label={label}
        />
      );
  }
}
