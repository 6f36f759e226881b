import { BigButton } from "../shell/big-button.tsx";
import { useTexts } from "../texts.ts";
import { type CheckDraft, failedChecks } from "./check-form.ts";
import { FinishChecks } from "./finish-checks.tsx";
import type { FinishDraft, Place } from "./finish-form.ts";
import { Note } from "./note.tsx";
import { Missing, Part } from "./part.tsx";
import { PhotoField } from "./photo-field.tsx";
import style from "./sheets.module.css";
import type { RunCard } from "./show-taps.ts";

type Props = {
  readonly card: RunCard;
  readonly draft: FinishDraft;
  readonly change: (parts: Partial<FinishDraft>) => void;
  readonly changeCheck: (key: string, check: CheckDraft) => void;
  /** May something be taken as good in spite of what speaks against it? */
  readonly concedes: boolean;
  readonly missing: (place: Place) => boolean;
  readonly refusedAt: (place: Place) => string | undefined;
  readonly busy: (place: Place) => (busy: boolean) => void;
  readonly reportDefect: () => void;
};

/** What proves the work good: the checklist and the photo; and the ways on where it does not. */
export function FinishQuality({
  card,
  draft,
  change,
  changeCheck,
  missing,
  refusedAt,
  busy,
  ...ways
}: Props) {
  const { t } = useTexts();
  const failed = failedChecks(card, draft.checks);
  return (
    <>
      {card.checks.length > 0 && (
        <Part problem={false} refused={refusedAt("checks")}>
          <FinishChecks
            checks={card.checks}
            drafts={draft.checks}
            missing={(key) => missing(`check:${key}`)}
            change={changeCheck}
            busy={busy}
          />
          {failed.length > 0 && (
            <div className={style.failedChecks}>
              <p>{t("floor.check.notGood")}</p>
              {card.verbs.includes("reportDefect") && (
                <BigButton onClick={ways.reportDefect}>{t("verb.reportDefect")}</BigButton>
              )}
            </div>
          )}
        </Part>
      )}
      {card.photoRequired && (
        <Part problem={missing("photo")} refused={refusedAt("photo")}>
          <PhotoField
            photoIds={draft.photoIds}
            onChange={(photoIds) => change({ photoIds })}
            onBusy={busy("photo")}
            label={t("floor.finish.photo")}
          />
          {missing("photo") && <Missing />}
        </Part>
      )}
      {ways.concedes && (
        <Note
          label={t("floor.check.concession")}
          value={draft.concession}
          change={(concession) => change({ concession })}
        />
      )}
    </>
  );
}
