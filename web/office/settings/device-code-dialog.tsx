import { Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import { useCommand } from "#web/shared/queries.ts";
import { FormDialog } from "../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import style from "./settings.module.css";

type Told = { readonly code: string | null; readonly expiresAt: string };

/** Names a tablet that stands elsewhere, and tells once what has to be typed on it. */
export function DeviceCodeDialog({ onClose }: { readonly onClose: () => void }) {
  const { t, time } = useTexts();
  const issue = useCommand("issueDeviceCode");
  const [name, setName] = useState("");
  const [told, setTold] = useState<Told>();
  const submit = async (): Promise<void> => {
    const answer = await issue.run({ name }, { inPlace: true });
    if (answer.ok) setTold(answer.value);
  };
  if (told !== undefined) {
    return (
      <Modal
        opened
        onClose={onClose}
        title={t("device.codeFor", { name })}
        closeButtonProps={{ "aria-label": t("action.close") }}
      >
        {told.code === null ? (
          <p>{t("device.codeLost")}</p>
        ) : (
          <div className={style.paper} role="status">
            <p>{t("device.codeText", { address: `${location.origin}/floor` })}</p>
            <p className={style.code}>{inGroups(told.code)}</p>
            <p>{t("device.codeUntil", { time: time(told.expiresAt) })}</p>
          </div>
        )}
      </Modal>
    );
  }
  return (
    <FormDialog
      title={t("device.another")}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={t("device.showCode")}
      pending={issue.pending}
      refusal={issue.refusal}
    >
      <TextInput
        label={t("contact.name")}
        required
        data-autofocus
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </FormDialog>
  );
}

/** "1234 567 890": as one reads it out. */
const inGroups = (code: string): string => `${code.slice(0, 4)} ${code.slice(4, 7)} ${code.slice(7)}`;
