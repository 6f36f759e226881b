import { useState } from "react";
import { faultAt } from "#web/shared/call.ts";
import { useCommand } from "#web/shared/queries.ts";
import { MomentField } from "../moment-field.tsx";
import { FormDialog } from "../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import { activityBody, ActivityFields, type DraftActivity, type WrittenKind } from "./activity-fields.tsx";
import type { TimelineRowData } from "./timeline-row.tsx";

type Props = { readonly row: TimelineRowData; readonly onClose: () => void };

export function EditActivityDialog({ row, onClose }: Props) {
  const { t } = useTexts();
  const change = useCommand("changeActivity");
  const kind = kindOf(row);
  const [draft, setDraft] = useState<DraftActivity>({
    direction: row.written?.direction ?? "out",
    outcome: row.written?.outcome ?? null,
    minutes: row.written?.minutes?.toString() ?? "",
    channel: row.written?.channel ?? null,
    text: row.written?.text ?? "",
  });
  const [at, setAt] = useState<string | null>(row.at);
  const submit = async (): Promise<void> => {
    const answer = await change.run(
      {
        activityId: row.id,
        ...activityBody(kind, draft),
        // The field knows minutes: what was not touched keeps its seconds.
        ...(at === null || at === row.at ? {} : { at }),
      },
      { inPlace: true },
    );
    if (answer.ok) onClose();
  };
  return (
    <FormDialog
      title={t(`activity.kind.${kind}`)}
      onClose={onClose}
      onSubmit={() => void submit()}
      pending={change.pending}
      refusal={change.refusal}
    >
      <ActivityFields kind={kind} draft={draft} onChange={setDraft} refusal={change.refusal} />
      <MomentField
        label={t("activity.at")}
        required
        value={at}
        onChange={setAt}
        error={faultAt(change.refusal, "at")}
      />
    </FormDialog>
  );
}

const kindOf = ({ kind }: TimelineRowData): WrittenKind =>
  kind === "call" || kind === "message" ? kind : "note";
