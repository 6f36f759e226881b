import { TextInput } from "@mantine/core";
import { useState } from "react";
import { faultAt } from "#web/shared/call.ts";
import { notify } from "#web/shared/notices.ts";
import { useCommand } from "#web/shared/queries.ts";
import { FormDialog } from "../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";

export function WarehouseDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTexts();
  const add = useCommand("addWarehouse");
  const [name, setName] = useState("");
  const submit = async (): Promise<void> => {
    const answer = await add.run({ name }, { inPlace: true });
    if (!answer.ok) return;
    notify({ tone: "done", text: t("stock.warehouseAdded", { name: name.trim() }) });
    onClose();
  };
  return (
    <FormDialog
      title={t("stock.addWarehouse")}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={t("action.add")}
      pending={add.pending}
      refusal={add.refusal}
      disabled={name.trim() === ""}
    >
      <TextInput
        label={t("stock.warehouseName")}
        required
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={faultAt(add.refusal, "name")}
      />
    </FormDialog>
  );
}
