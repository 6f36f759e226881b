import { useState } from "react";
import { decimal, lesser } from "#kernel/decimal.ts";
import { faultAt } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { notify } from "#web/shared/notices.ts";
import { useCommand } from "#web/shared/queries.ts";
import { FormDialog } from "../../shell/form-dialog.tsx";
import { nameOfMaterial } from "../material-name.ts";
import type { Order } from "../order-types.ts";
import { useTexts } from "../texts.ts";
import type { MaterialOfOrder } from "./material-row.tsx";
import type { Holder } from "./shortage-panel.tsx";

type Props = {
  readonly order: Order;
  readonly row: MaterialOfOrder;
  readonly missing: string;
  readonly from: Holder;
  readonly onClose: () => void;
};

/** What another order holds becomes this one's; that order is short then, and says so. */
export function TakeDialog({ order, row, missing, from, onClose }: Props) {
  const { t, quantity } = useTexts();
  const move = useCommand("moveReservation");
  const back = useCommand("moveReservation");
  const most = lesser(decimal(from.held), decimal(missing)).toFixed();
  const [amount, setAmount] = useState(most);
  const name = nameOfMaterial(row);
  const way = { fromNormId: from.normId, toNormId: row.normId };
  const submit = async (): Promise<void> => {
    const answer = await move.run({ ...way, quantity: amount }, { inPlace: true });
    if (!answer.ok) return;
    notify({
      tone: "done",
      text: t("order.taken", { amount: quantity(amount, row.unit), name, number: from.number }),
      act: {
        label: t("action.undo"),
        run: () => void back.run({ fromNormId: way.toNormId, toNormId: way.fromNormId, quantity: amount }),
      },
    });
    onClose();
  };
  return (
    <FormDialog
      title={t("order.takeTitle", { name, number: from.number })}
      submitLabel={t("order.takeIt")}
      onClose={onClose}
      onSubmit={() => void submit()}
      pending={move.pending}
      refusal={move.refusal}
      disabled={amount === ""}
    >
      <p className="soft">
        {from.orderId === order.id
          ? t("order.takeFromOwn", { stage: from.stageName })
          : t("order.takeText", {
              from: from.number,
              held: quantity(from.held, row.unit),
              to: order.number,
              missing: quantity(missing, row.unit),
            })}
      </p>
      <NumberField
        label={t("order.takeAmount", { unit: t(`unit.${row.unit}`) })}
        description={t("order.takeMost", { amount: quantity(most, row.unit) })}
        value={amount}
        onChange={setAmount}
        places={6}
        required
        data-autofocus
        error={faultAt(move.refusal, "quantity")}
      />
    </FormDialog>
  );
}
