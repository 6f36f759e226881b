import { Button, Checkbox, SegmentedControl, Select, Textarea } from "@mantine/core";
import { useRef, useState } from "react";
import { faultAt, type Refused } from "#web/shared/call.ts";
import { notify } from "#web/shared/notices.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { MomentField } from "../../moment-field.tsx";
import { MemberPicker } from "../../pickers/member-picker.tsx";
import { FormDialog, FormRow } from "../../shell/form-dialog.tsx";
import { useSettled } from "../../use-settled.ts";
import { fromTo, type Stretch, type TimeRun, whatItWas } from "../order-time/time-words.ts";
import { useTexts } from "../texts.ts";
import { CorrectionEffect } from "./correction-effect.tsx";
import { askedOf, changed, isAsWritten, type StretchDraft, withPause } from "./stretch-draft.ts";
import style from "./corrections.module.css";

type Props = {
  readonly run: TimeRun;
  /** null: a forgotten one is added */
  readonly stretch: Stretch | null;
  readonly onClose: () => void;
};

/** What a stretch of time really was: before and after beside each other, and what that changes, before it is sent. */
export function CorrectTimeDialog({ run, stretch, onClose }: Props) {
  const texts = useTexts();
  const { t } = texts;
  const { can, member } = useSession();
  const keys = useRef(1);
  const newKey = (): number => (keys.current += 1);
  const [drafts, setDrafts] = useState<readonly StretchDraft[]>(() => [firstDraft(run, stretch)]);
  const [reason, setReason] = useState("");
  const [atOnce, setAtOnce] = useState(true);
  const propose = useCommand("proposeTimeCorrection");
  const filled = askedOf(drafts);
  // What is as it was written down has nothing to be asked about, nor to be refused.
  const asked = isAsWritten(filled, stretch) ? null : filled;
  const question = useSettled(asked, 300);
  const preview = useRoute(
    "previewTimeCorrection",
    { runId: run.runId, intervalId: stretch?.id ?? null, stretches: question ?? [] },
    { enabled: question !== null, keepPrevious: true },
  );
  const own = [stretch, ...drafts].some((each) => each?.memberId === member.id);
  const mayApply = can("correction.decide") && (!own || can("correction.decide_own"));
  const applies = mayApply && atOnce;
  const change = (key: number, part: Partial<StretchDraft>): void => {
    setDrafts((all) => changed(all, key, part));
    propose.forget();
  };
  const submit = async (): Promise<void> => {
    if (asked === null) return;
    const answer = await propose.run(
      {
        runId: run.runId,
        intervalId: stretch?.id ?? null,
        stretches: asked,
        reason,
        applyAtOnce: applies,
      },
      { inPlace: true },
    );
    if (!answer.ok) return;
    notify({ tone: "done", text: t(applies ? "correct.applied" : "correct.proposed") });
    onClose();
  };
  const refusal = propose.refusal ?? (question === null ? undefined : preview.refusal);
  return (
    <FormDialog
      wide
      title={
        stretch === null
          ? t("correct.addTitle", { stage: run.stageName })
          : t("correct.timeTitle", { name: stretch.memberName })
      }
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={t(applies ? "correct.apply" : "correct.propose")}
      pending={propose.pending}
      refusal={refusal}
      disabled={asked === null || reason.trim() === "" || preview.refusal !== undefined}
    >
      {stretch !== null && (
        <p className={style.was}>
          <span className="soft">{t("correct.was")}:</span>{" "}
          {`${whatItWas(stretch, texts)}, ${fromTo(stretch.from, stretch.to, texts)}`}
        </p>
      )}
      {stretch !== null && stretch.together > 1 && (
        <p className="soft">{t("correct.shared", { count: stretch.together })}</p>
      )}
      <fieldset className={style.parts}>
        <legend>{t("correct.really")}</legend>
        {drafts.length === 0 && <p className={style.nothing}>{t("correct.nothing")}</p>}
        {drafts.map((draft, place) => (
          <Part
            key={draft.key}
            draft={draft}
            place={place}
            refusal={refusal}
            onChange={(part) => change(draft.key, part)}
            onPause={() => setDrafts((all) => withPause(all, draft.key, newKey))}
            onRemove={
              stretch === null && drafts.length === 1
                ? undefined
                : () => setDrafts((all) => all.filter((each) => each.key !== draft.key))
            }
          />
        ))}
        {drafts.length === 0 && (
          <div>
            <Button
              variant="light"
              size="compact-sm"
              onClick={() => setDrafts([{ ...firstDraft(run, stretch), key: newKey() }])}
            >
              {t("correct.addPart")}
            </Button>
          </div>
        )}
      </fieldset>
      {question !== null && preview.refusal === undefined && preview.data !== undefined && (
        <CorrectionEffect effect={preview.data} kind="time" />
      )}
      <Textarea
        label={t("correct.reason")}
        description={t("correct.reasonHint")}
        required
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={faultAt(propose.refusal, "reason")}
      />
      {mayApply && (
        <Checkbox
          label={t("correct.applyAtOnce")}
          checked={atOnce}
          onChange={(event) => setAtOnce(event.currentTarget.checked)}
        />
      )}
    </FormDialog>
  );
}

function firstDraft(run: TimeRun, stretch: Stretch | null): StretchDraft {
  if (stretch !== null) {
    const { memberId, kind, reasonId, from, to } = stretch;
    return { key: 0, memberId, kind, reasonId, from, to };
  }
  const [last] = run.stretches.filter((each) => !each.corrected).slice(-1);
  const from = last?.to ?? run.startedAt;
  return { key: 0, memberId: null, kind: "work", reasonId: null, from, to: null };
}

function Part(props: {
  readonly draft: StretchDraft;
  readonly place: number;
  readonly refusal: Refused | undefined;
  readonly onChange: (part: Partial<StretchDraft>) => void;
  readonly onPause: () => void;
  readonly onRemove: (() => void) | undefined;
}) {
  const { draft, place, refusal, onChange, onPause, onRemove } = props;
  const { t } = useTexts();
  const reasons = useRoute("listStopReasons", {}).data?.rows ?? [];
  const backwards =
    draft.from !== null && draft.to !== null && Date.parse(draft.from) >= Date.parse(draft.to);
  const isWork = draft.kind === "work";
  return (
    <div className={style.part}>
      <FormRow>
        <MemberPicker
          label={t("correct.person")}
          required
          clearable={false}
          whoMay="run.work"
          value={draft.memberId}
          onChange={(memberId) => onChange({ memberId })}
        />
        <div>
          <span className={style.label}>{t("correct.kind")}</span>
          <SegmentedControl
            fullWidth
            aria-label={t("correct.kind")}
            value={draft.kind}
            onChange={(kind) => onChange({ kind: kind === "pause" ? "pause" : "work" })}
            data={[
              { value: "work", label: t("time.work") },
              { value: "pause", label: t("time.pause") },
            ]}
          />
        </div>
      </FormRow>
      <FormRow>
        <MomentField
          label={t("correct.from")}
          required
          value={draft.from}
          onChange={(from) => onChange({ from })}
          error={faultOf(refusal, place, "from")}
        />
        <MomentField
          label={t("correct.to")}
          required
          value={draft.to}
          onChange={(to) => onChange({ to })}
          error={backwards ? t("correct.backwards") : faultOf(refusal, place, "to")}
        />
      </FormRow>
      {!isWork && (
        <Select
          label={t("correct.pauseReason")}
          clearable
          placeholder={t("correct.noReason")}
          data={reasons
            .filter((row) => row.kind === "pause" && (!row.archived || row.id === draft.reasonId))
            .map((row) => ({
              value: row.id,
              label: row.paid ? t("correct.paidReason", { name: row.name }) : row.name,
            }))}
          value={draft.reasonId}
          onChange={(reasonId) => onChange({ reasonId })}
        />
      )}
      <div className={style.partActions}>
        {isWork && draft.from !== null && draft.to !== null && !backwards && (
          <Button variant="subtle" size="compact-sm" onClick={onPause}>
            {t("correct.insertPause")}
          </Button>
        )}
        {onRemove !== undefined && (
          <Button variant="subtle" color="red" size="compact-sm" onClick={onRemove}>
            {t("correct.removeStretch")}
          </Button>
        )}
      </div>
    </div>
  );
}

/** The sentence stands below the form; the field that it is about is marked. */
const faultOf = (refusal: Refused | undefined, place: number, field: string): boolean =>
  refusal?.path?.[0] === "stretches" && refusal.path[1] === place && refusal.path[2] === field;
