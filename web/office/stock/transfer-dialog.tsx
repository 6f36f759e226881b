import { Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { decimal } from "#kernel/decimal.ts";
import type { Unit } from "#kernel/unit.ts";
import { faultAt } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { notify } from "#web/shared/notices.ts";
import { useCommand } from "#web/shared/queries.ts";
import { nameOfVariant, VariantPicker } from "../pickers/variant-picker.tsx";
import { FormDialog, FormRow } from "../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import type { BalanceRow } from "./balance-list.tsx";
import { BatchChoice } from "./batches/batch-choice.tsx";
import { type ChosenBatches, sentBatches } from "./batches/chosen-batches.ts";
import type { Warehouse } from "./receive-dialog.tsx";

type Props = {
  readonly warehouses: readonly Warehouse[];
  /** The balance it begins at. */
  readonly from: BalanceRow | undefined;
  readonly onClose: () => void;
};

export function TransferDialog({ warehouses, from, onClose }: Props) {
  const { t, quantity: worded, lookUp } = useTexts();
  const transfer = useCommand("transferStock");
  const [variantId, setVariantId] = useState<string | null>(from?.variantId ?? null);
  const [unit, setUnit] = useState<Unit | null>(from?.unit ?? null);
  const [fromId, setFromId] = useState<string | null>(from?.warehouseId ?? warehouses[0]?.id ?? null);
  const [toId, setToId] = useState<string | null>(
    warehouses.find((warehouse) => warehouse.id !== fromId)?.id ?? null,
  );
  const [quantity, setQuantity] = useState("");
  const [note, setNote] = useState("");
  const [chosen, setChosen] = useState<ChosenBatches>(null);
  const places = warehouses.map((warehouse) => ({ value: warehouse.id, label: warehouse.name }));

  const submit = async (): Promise<void> => {
    if (variantId === null || fromId === null || toId === null) return;
    const answer = await transfer.run(
      {
        variantId,
        fromWarehouseId: fromId,
        toWarehouseId: toId,
        quantity,
        note,
        batches: sentBatches(chosen),
      },
      { inPlace: true },
    );
    if (!answer.ok) return;
    notify({ tone: "done", text: t("stock.transferred") });
    onClose();
  };
  return (
    <FormDialog
      title={t("stock.transfer")}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={t("stock.transfer")}
      pending={transfer.pending}
      refusal={transfer.refusal}
      disabled={
        variantId === null || fromId === null || toId === null || quantity === "" || !decimal(quantity).gt(0)
      }
    >
      <VariantPicker
        label={t("stock.what")}
        placeholder={t("dealLine.variantHint")}
        required
        value={variantId}
        {...(from === undefined ? {} : { chosenName: nameOfVariant(from.itemName, from.variantName) })}
        onChange={(picked) => {
          setVariantId(picked?.id ?? null);
          setUnit(picked?.item.unit ?? null);
          setChosen(null);
        }}
        error={faultAt(transfer.refusal, "variantId")}
      />
      <FormRow>
        <Select
          label={t("stock.fromWarehouse")}
          allowDeselect={false}
          data={places}
          value={fromId}
          onChange={(next) => {
            setFromId(next);
            setChosen(null);
          }}
          error={faultAt(transfer.refusal, "fromWarehouseId")}
        />
        <Select
          label={t("stock.toWarehouse")}
          allowDeselect={false}
          data={places}
          value={toId}
          onChange={setToId}
          error={faultAt(transfer.refusal, "toWarehouseId")}
        />
      </FormRow>
      <NumberField
        label={t("stock.quantity")}
        required
        value={quantity}
        onChange={setQuantity}
        description={
          from === undefined || from.variantId !== variantId || from.warehouseId !== fromId
            ? undefined
            : t("stock.freeThere", { amount: worded(from.free, from.unit) })
        }
        rightSection={<span className="soft">{unit === null ? "" : (lookUp(`unit.${unit}`) ?? unit)}</span>}
        error={faultAt(transfer.refusal, "quantity")}
      />
      {variantId !== null && fromId !== null && unit !== null && (
        <BatchChoice
          variantId={variantId}
          warehouseId={fromId}
          unit={unit}
          quantity={quantity}
          chosen={chosen}
          onChoose={setChosen}
          error={faultAt(transfer.refusal, "batches")}
        />
      )}
      <TextInput
        label={t("stock.note")}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        error={faultAt(transfer.refusal, "note")}
      />
    </FormDialog>
  );
}
