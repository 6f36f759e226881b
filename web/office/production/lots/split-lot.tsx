import { useState } from "react";
import { faultAt } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { useCommand } from "#web/shared/queries.ts";
import { FormDialog } from "../../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import type { Order, PlacedRun } from "../order-types.ts";
import { useOfferUndo } from "../undo/use-offer-undo.ts";

/** Some of a lot's units become a lot of their own, before the stage at which it stands. */
export function SplitLotDialog({
  order,
  stage,
  run,
  onClose,
}: PlacedRun & { readonly order: Order; readonly onClose: () => void }) {
  const { t } = useTexts();
  const offer = useOfferUndo(order.id);
  const split = useCommand("splitLot");
  const [units, setUnits] = useState("");
  const parted = /^[1-9]\d{0,6}$/.test(units) ? Number(units) : null;
  const submit = async (): Promise<void> => {
    if (parted === null) return;
    const answer = await split.run({ lotId: run.lotId, units: parted }, { inPlace: true });
    if (!answer.ok) return;
    offer(t("run.splitDone", { lot: answer.value.number, units: parted }), answer);
    onClose();
  };
  return (
    <FormDialog
      title={t("run.splitTitle", { lot: run.lotNumber, stage: stage.name })}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={t("run.split")}
      pending={split.pending}
      refusal={split.refusal}
      disabled={parted === null || parted >= run.units}
    >
      <NumberField
        label={t("run.splitUnits")}
        description={t("run.splitHint", { count: run.units })}
        places={0}
        required
        data-autofocus
        value={units}
        onChange={setUnits}
        rightSection={<span className="soft">{t(`unit.${order.unit}`)}</span>}
        error={faultAt(split.refusal, "units")}
      />
    </FormDialog>
  );
}
