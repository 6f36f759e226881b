import { Select, Textarea } from "@mantine/core";
import type { OutputOf } from "#modules/routes.ts";
import type { Refused } from "#web/shared/call.ts";
import { faultAt } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { FormRow } from "../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";

type Written = NonNullable<OutputOf<"showDealTimeline">["rows"][number]["written"]>;
export type WrittenKind = "note" | "call" | "message";

/** A note, a call or a message as it stands in a form. */
export type DraftActivity = {
  readonly direction: NonNullable<Written["direction"]>;
  readonly outcome: Written["outcome"];
  readonly minutes: string;
  readonly channel: Written["channel"];
  readonly text: string;
};

export const emptyActivity: DraftActivity = {
  direction: "out",
  outcome: "reached",
  minutes: "",
  channel: "email",
  text: "",
};

/** As the server takes it: only what belongs to the kind. */
export function activityBody(kind: WrittenKind, draft: DraftActivity) {
  const { direction, outcome, minutes, channel, text } = draft;
  if (kind === "note") return { text };
  if (kind === "message") return { direction, channel, text };
  return { direction, outcome, minutes: minutes === "" ? null : Number(minutes), text };
}

const directions = ["out", "in"] as const;
const outcomes = ["reached", "no_answer", "busy", "left_message"] as const;
const channels = ["email", "messenger", "sms", "letter", "other"] as const;

type Props = {
  readonly kind: WrittenKind;
  readonly draft: DraftActivity;
  readonly onChange: (draft: DraftActivity) => void;
  readonly refusal: Refused | undefined;
  /** Where the words stand under what is chosen, their label is said but not shown. */
  readonly inBox?: boolean;
};

export function ActivityFields({ kind, draft, onChange, refusal, inBox = false }: Props) {
  const { t } = useTexts();
  return (
    <>
      {kind !== "note" && (
        <FormRow>
          <Select
            label={t("activity.direction")}
            allowDeselect={false}
            data={directions.map((value) => ({ value, label: t(`activity.${kind}.${value}`) }))}
            value={draft.direction}
            onChange={(direction) => direction !== null && onChange({ ...draft, direction })}
          />
          {kind === "call" ? (
            <>
              <Select
                label={t("activity.outcome")}
                allowDeselect={false}
                data={outcomes.map((value) => ({ value, label: t(`activity.outcome.${value}`) }))}
                value={draft.outcome}
                onChange={(outcome) => onChange({ ...draft, outcome })}
              />
              <NumberField
                label={t("activity.minutes")}
                places={0}
                value={draft.minutes}
                onChange={(minutes) => onChange({ ...draft, minutes })}
                error={faultAt(refusal, "minutes")}
              />
            </>
          ) : (
            <Select
              label={t("activity.channel")}
              allowDeselect={false}
              data={channels.map((value) => ({ value, label: t(`activity.channel.${value}`) }))}
              value={draft.channel}
              onChange={(channel) => onChange({ ...draft, channel })}
            />
          )}
        </FormRow>
      )}
      <Textarea
        {...(inBox
          ? { "aria-label": t(`activity.text.${kind}`), placeholder: t(`activity.hint.${kind}`) }
          : { label: t(`activity.text.${kind}`) })}
        autosize
        minRows={2}
        maxRows={12}
        maxLength={10_000}
        value={draft.text}
        onChange={(event) => onChange({ ...draft, text: event.currentTarget.value })}
        error={faultAt(refusal, "text")}
      />
    </>
  );
}
