import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import type { TemplateBody } from "#modules/templates/contract/template-body.ts";
import { call, faultAt, type Refused } from "#web/shared/call.ts";
import { RefusalNotice } from "#web/shared/states.tsx";
import { useTexts } from "./texts.ts";
import { type Impact, ImpactDialog } from "./impact/impact-dialog.tsx";
import type { Shown } from "./template-tab.ts";
import style from "./template.module.css";

type Props = {
  readonly base: Shown;
  readonly body: TemplateBody;
  readonly dirty: boolean;
  readonly pending: boolean;
  readonly refusal: Refused | undefined;
  readonly onDiscard: () => void;
  readonly onSave: (comment: string) => Promise<void>;
  /** Leads to what is missing, where something is. */
  readonly isComplete: () => boolean;
  readonly onRefusal: (refusal: Refused) => void;
};

/**
 * Stands below while there is something to save. What the change would have meant for the last orders is shown
 * first, where there are any.
 */
export function SaveBar(props: Props) {
  const { base, body, dirty, pending, refusal, onDiscard, onSave, isComplete, onRefusal } = props;
  const { t } = useTexts();
  const [comment, setComment] = useState("");
  const [asking, setAsking] = useState(false);
  const [impact, setImpact] = useState<Impact>();
  const preview = async (): Promise<void> => {
    if (!isComplete()) return;
    setAsking(true);
    const answer = await call("previewTemplateSave", {
      itemId: base.itemId,
      body,
      basedOn: { templateId: base.id, number: base.number },
      impact: true,
    });
    setAsking(false);
    if (!answer.ok) return onRefusal(answer.refusal);
    const found = answer.value.impact;
    if (found === null || found.orders.length + found.running.count === 0) return onSave(comment);
    setImpact(found);
  };
  return (
    <form
      className={style.saveBar}
      onSubmit={(event) => {
        event.preventDefault();
        if (!pending && !asking) void preview();
      }}
    >
      <RefusalNotice refusal={refusal} />
      <div className={style.saveRow}>
        <strong>{t("template.unsaved")}</strong>
        <TextInput
          className={style.comment ?? ""}
          aria-label={t("template.comment")}
          placeholder={t("template.comment")}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
          error={faultAt(refusal, "comment")}
        />
        <Button variant="default" onClick={onDiscard}>
          {t("template.discard")}
        </Button>
        <Button type="submit" loading={pending || asking} disabled={!dirty}>
          {t("template.toSave")}
        </Button>
      </div>
      {impact !== undefined && (
        <ImpactDialog
          impact={impact}
          pending={pending}
          onClose={() => setImpact(undefined)}
          onSave={() => void onSave(comment).then(() => setImpact(undefined))}
        />
      )}
    </form>
  );
}
