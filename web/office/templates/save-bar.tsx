import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import type { TemplateBody } from "#modules/templates/contract/template-body.ts";
import { faultAt, type Refused } from "#web/shared/call.ts";
import { RefusalNotice } from "#web/shared/states.tsx";
import { useTexts } from "../texts.ts";
import type { Shown } from "./template-tab.ts";
import style from "./template.module.css";

type Props = {
  readonly base: Shown;
  readonly body: TemplateBody;
  readonly dirty: boolean;
  readonly pending: boolean;
  readonly refusal: Refused | undefined;
  readonly onDiscard: () => void;
  readonly onSave: (comment: string) => void;
  readonly isComplete: () => boolean;
};

/** Stands below while there is something to save. */
export function SaveBar({ dirty, pending, refusal, onDiscard, onSave }: Props) {
  const { t } = useTexts();
  const [comment, setComment] = useState("");
  return (
    <form
      className={style.saveBar}
      onSubmit={(event) => {
        event.preventDefault();
        if (!pending) onSave(comment);
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
        <Button type="submit" loading={pending} disabled={!dirty}>
          {t("template.save")}
        </Button>
      </div>
    </form>
  );
}
