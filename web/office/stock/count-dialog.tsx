import { Button, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { decimal, text } from "#kernel/decimal.ts";
import { faultAt } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { notify } from "#web/shared/notices.ts";
import { useCommand, usePages, useRoute } from "#web/shared/queries.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { nameOfVariant, type PickedVariant, VariantPicker } from "../pickers/variant-picker.tsx";
import { FormDialog, FormRow } from "../shell/form-dialog.tsx";
import { type CountedBatches, CountBatches, nothingCounted, sentCount } from "./batches/count-batches.tsx";
import { useTexts } from "./texts.ts";
import type { Warehouse } from "./receive-dialog.tsx";
import style from "./stock.module.css";

type Props = {
  readonly warehouses: readonly Warehouse[];
  readonly warehouseId: string | undefined;
  readonly onClose: () => void;
};

/** Stocktake: only what was counted is sent; what was left empty stays as it is. */
export function CountDialog({ warehouses, warehouseId, onClose }: Props) {
  const { t, quantity, lookUp } = useTexts();
  const count = useCommand("countStock");
  const [chosen, setChosen] = useState<string | null>(warehouseId ?? warehouses[0]?.id ?? null);
  const [note, setNote] = useState("");
  const [counted, setCounted] = useState<Readonly<Record<string, string>>>({});
  const [inBatches, setInBatches] = useState<Readonly<Record<string, CountedBatches | undefined>>>({});
  const [added, setAdded] = useState<readonly PickedVariant[]>([]);
  const balances = usePages<"listBalances">(
    "listBalances",
    { warehouseId: chosen ?? "", limit: 200 },
    { enabled: chosen !== null },
  );
  const known = balances.rows ?? [];
  const rows = [
    ...known.map((row) => ({
      id: row.variantId,
      name: nameOfVariant(row.itemName, row.variantName),
      unit: row.unit,
      onHand: row.onHand,
    })),
    ...added
      .filter((variant) => !known.some((row) => row.variantId === variant.id))
      .map((variant) => ({
        id: variant.id,
        name: nameOfVariant(variant.item.name, variant.name),
        unit: variant.item.unit,
        onHand: "0",
      })),
  ];
  // All at once, and as many as the question takes; further ones are counted as a whole.
  const places = rows.slice(0, 200).map((row) => ({ variantId: row.id, warehouseId: chosen ?? "" }));
  const { data: lying } = useRoute(
    "listOpenBatches",
    { places },
    { enabled: chosen !== null && places.length > 0, keepPrevious: true },
  );
  const sent = rows.flatMap((row) => {
    const amount = counted[row.id];
    return amount === undefined || amount === ""
      ? []
      : [
          {
            variantId: row.id,
            counted: amount,
            batches: sentCount(inBatches[row.id] ?? nothingCounted),
          },
        ];
  });
  const submit = async (): Promise<void> => {
    if (chosen === null) return;
    const answer = await count.run({ warehouseId: chosen, lines: sent, note }, { inPlace: true });
    if (!answer.ok) return;
    notify({ tone: "done", text: t("stock.counted", { count: answer.value.adjusted }) });
    onClose();
  };
  return (
    <FormDialog
      wide
      title={t("stock.count")}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={t("stock.saveCount", { count: sent.length })}
      pending={count.pending}
      refusal={count.refusal}
      disabled={sent.length === 0}
    >
      <p className="soft">{t("stock.countText")}</p>
      <FormRow>
        <Select
          label={t("stock.warehouse")}
          allowDeselect={false}
          data={warehouses.map((warehouse) => ({ value: warehouse.id, label: warehouse.name }))}
          value={chosen}
          onChange={(next) => {
            setChosen(next);
            setCounted({});
            setInBatches({});
            setAdded([]);
          }}
          error={faultAt(count.refusal, "warehouseId")}
        />
        <TextInput
          label={t("stock.note")}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          error={faultAt(count.refusal, "note")}
        />
      </FormRow>
      <RefusalNotice refusal={balances.refusal} />
      {balances.pending && balances.refusal === undefined && <PageSkeleton lines={4} />}
      <ul className={style.lines}>
        {rows.map((row) => {
          const amount = counted[row.id] ?? "";
          const difference = amount === "" ? null : decimal(amount).minus(row.onHand);
          return (
            <li key={row.id} className={style.countLine}>
              <NumberField
                label={row.name}
                description={t("stock.bookSays", { amount: quantity(row.onHand, row.unit) })}
                value={amount}
                disabled={inBatches[row.id] !== undefined}
                onChange={(next) => setCounted((all) => ({ ...all, [row.id]: next }))}
                rightSection={<span className="soft">{lookUp(`unit.${row.unit}`) ?? row.unit}</span>}
                error={faultAt(
                  count.refusal,
                  `lines.${sent.findIndex((line) => line.variantId === row.id)}.counted`,
                )}
              />
              <span
                className={style.difference}
                data-off={(difference !== null && !difference.eq(0)) || undefined}
              >
                {difference === null
                  ? ""
                  : difference.eq(0)
                    ? t("stock.asBooked")
                    : `${difference.gt(0) ? "+" : ""}${quantity(text(difference), row.unit)}`}
              </span>
              {chosen !== null && (
                <CountBatches
                  place={lying?.places.find((place) => place.variantId === row.id)}
                  unit={row.unit}
                  value={inBatches[row.id]}
                  onChange={(value, all) => {
                    setInBatches((before) => ({ ...before, [row.id]: value }));
                    setCounted((before) => ({ ...before, [row.id]: all }));
                  }}
                  refusal={count.refusal}
                  path={`lines.${sent.findIndex((line) => line.variantId === row.id)}.batches`}
                />
              )}
            </li>
          );
        })}
      </ul>
      {balances.more !== null && (
        <Button variant="default" size="xs" loading={balances.fetchingMore} onClick={balances.more}>
          {t("list.more")}
        </Button>
      )}
      <VariantPicker
        key={added.length}
        label={t("stock.countOther")}
        placeholder={t("dealLine.variantHint")}
        value={null}
        onChange={(picked) => picked !== null && setAdded((all) => [...all, picked])}
      />
    </FormDialog>
  );
}
