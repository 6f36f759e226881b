import { useState } from "react";
import { decimal } from "#kernel/decimal.ts";
import { faultAt } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { notify } from "#web/shared/notices.ts";
import { useCommand } from "#web/shared/queries.ts";
import { nameOfVariant } from "../pickers/variant-picker.tsx";
import { FormDialog, FormRow } from "../shell/form-dialog.tsx";
import type { BalanceRow } from "./balance-list.tsx";
import { useTexts } from "./texts.ts";

/** How much is to be there at least, and what it is filled up to when it is less. */
export function MinimumDialog({ row, onClose }: { readonly row: BalanceRow; readonly onClose: () => void }) {
  const { t, lookUp } = useTexts();
  const set = useCommand("setMinimumLevel");
  const [minimum, setMinimum] = useState(row.minimum ?? "");
  const [fillUpTo, setFillUpTo] = useState(row.fillUpTo ?? "");
  const unit = <span className="soft">{lookUp(`unit.${row.unit}`) ?? row.unit}</span>;
  const submit = async (): Promise<void> => {
    const { variantId, warehouseId } = row;
    const none = minimum === "" || decimal(minimum).eq(0);
    const answer = await set.run(
      {
        variantId,
        warehouseId,
        minimum: none ? "0" : minimum,
        fillUpTo: none || fillUpTo === "" ? null : fillUpTo,
      },
      { inPlace: true },
    );
    if (!answer.ok) return;
    notify({ tone: "done", text: t("stock.minimumSaved") });
    onClose();
  };
  return (
    <FormDialog
      title={t("stock.minimumOf", { name: nameOfVariant(row.itemName, row.variantName) })}
      onClose={onClose}
      onSubmit={() => void submit()}
      pending={set.pending}
      refusal={set.refusal}
    >
      <p className="soft">{t("stock.minimumIn", { warehouse: row.warehouseName })}</p>
      <FormRow>
        <NumberField
          label={t("stock.minimumLeast")}
          description={t("stock.minimumLeastHint")}
          data-autofocus
          value={minimum}
          onChange={setMinimum}
          rightSection={unit}
          error={faultAt(set.refusal, "minimum")}
        />
        <NumberField
          label={t("stock.fillUpTo")}
          description={t("stock.fillUpToHint")}
          value={fillUpTo}
          onChange={setFillUpTo}
          rightSection={unit}
          error={faultAt(set.refusal, "fillUpTo")}
        />
      </FormRow>
    </FormDialog>
  );
}
