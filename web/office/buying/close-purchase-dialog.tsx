import { TextInput } from "@mantine/core";
import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { notify } from "#web/shared/notices.ts";
import { useCommand } from "#web/shared/queries.ts";
import { FormDialog } from "../shell/form-dialog.tsx";
import { useTexts } from "../stock/texts.ts";

type Props = { readonly purchase: OutputOf<"showPurchase">; readonly onClose: () => void };

/** The rest won't come: what it is that is no longer expected is said before. */
export function ClosePurchaseDialog({ purchase, onClose }: Props) {
  const { t, quantity } = useTexts();
  const close = useCommand("closePurchase");
  const reopen = useCommand("reopenPurchase");
  const [reason, setReason] = useState("");
  const purchaseId = purchase.id;
  const submit = async (): Promise<void> => {
    const answer = await close.run({ purchaseId, reason }, { inPlace: true });
    if (!answer.ok) return;
    notify({
      tone: "done",
      text: t("purchases.closed"),
      act: { label: t("action.undo"), run: () => void reopen.run({ purchaseId }) },
    });
    onClose();
  };
  return (
    <FormDialog
      title={t("purchases.closeTitle", { number: purchase.number })}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={t("purchases.close")}
      pending={close.pending}
      refusal={close.refusal}
    >
      <p className="soft">{t("purchases.closeText")}</p>
      <ul>
        {purchase.lines
          .filter((line) => line.left !== "0")
          .map((line) => (
            <li key={line.id}>
              {line.itemName === line.variantName ? line.itemName : `${line.itemName}, ${line.variantName}`}:{" "}
              {quantity(line.left, line.unit)}
            </li>
          ))}
      </ul>
      <TextInput
        label={t("purchases.reason")}
        placeholder={t("purchases.reasonHint")}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
