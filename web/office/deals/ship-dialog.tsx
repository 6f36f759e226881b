import { Select } from "@mantine/core";
import { Fragment, lazy, Suspense, useState } from "react";
import { decimal, greater, text, zero } from "#kernel/decimal.ts";
import type { OutputOf } from "#modules/routes.ts";
import { faultAt } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { notify } from "#web/shared/notices.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { nameOfVariant } from "../pickers/variant-picker.tsx";
import { FormDialog, FormRow } from "../shell/form-dialog.tsx";
import { type ChosenBatches, sentBatches } from "../stock/batches/chosen-batches.ts";
import { useTexts } from "../texts.ts";

// With the texts of stock, which no other part of a deal shows.
const BatchChoice = lazy(async () => ({
  default: (await import("../stock/batches/batch-choice.tsx")).BatchChoice,
}));

type Deal = OutputOf<"showDeal">;
type Draft = {
  readonly quantity?: string;
  readonly warehouseId?: string | null;
  readonly batches?: ChosenBatches;
};

/** Goods leave stock for the customer: what is ready stands there already, from where it lies. */
export function ShipDialog({ deal, onClose }: { readonly deal: Deal; readonly onClose: () => void }) {
  const { t, quantity } = useTexts();
  const ship = useCommand("shipDeal");
  const warehouses =
    useRoute("listWarehouses", {}).data?.rows.filter((warehouse) => !warehouse.archived) ?? [];
  const balances = useRoute("listBalances", { kind: "product", limit: 200 }).data?.rows ?? [];
  const [drafts, setDrafts] = useState<Readonly<Record<string, Draft>>>({});

  const lines = deal.lines
    .map((line) => {
      const rest = greater(decimal(line.quantity).minus(line.shipped), zero);
      const lying = balances
        .filter((balance) => balance.variantId === line.variantId)
        .sort((a, b) => decimal(b.free).cmp(decimal(a.free)));
      const draft = drafts[line.id];
      const offered = decimal(line.ready).gt(rest) ? text(rest) : line.ready;
      return {
        line,
        rest,
        batches: draft?.batches ?? null,
        quantity: draft?.quantity ?? (decimal(offered).gt(0) ? offered : ""),
        warehouseId: draft?.warehouseId ?? lying[0]?.warehouseId ?? warehouses[0]?.id ?? null,
      };
    })
    .filter((row) => row.rest.gt(0));
  const sent = lines.flatMap((row) =>
    row.warehouseId !== null && /^[1-9]\d*$/.test(row.quantity)
      ? [
          {
            lineId: row.line.id,
            quantity: Number(row.quantity),
            warehouseId: row.warehouseId,
            batches: sentBatches(row.batches),
          },
        ]
      : [],
  );
  const set = (lineId: string, part: Draft): void =>
    setDrafts((all) => ({ ...all, [lineId]: { ...all[lineId], ...part } }));

  const submit = async (): Promise<void> => {
    const answer = await ship.run({ dealId: deal.id, lines: sent }, { inPlace: true });
    if (!answer.ok) return;
    notify({ tone: "done", text: t("ship.done") });
    onClose();
  };
  return (
    <FormDialog
      title={t("ship.title")}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={t("ship.submit")}
      pending={ship.pending}
      refusal={ship.refusal}
      disabled={sent.length === 0}
    >
      <p className="soft">{t("ship.text")}</p>
      {lines.map((row) => (
        <Fragment key={row.line.id}>
          <FormRow>
            <NumberField
              inputWrapperOrder={["label", "input", "description", "error"]}
              label={nameOfVariant(row.line.itemName, row.line.variantName)}
              description={t("ship.ready", {
                ready: quantity(row.line.ready, row.line.unit),
                rest: quantity(text(row.rest), row.line.unit),
              })}
              places={0}
              value={row.quantity}
              onChange={(amount) => set(row.line.id, { quantity: amount })}
              error={faultAt(
                ship.refusal,
                `lines.${sent.findIndex((line) => line.lineId === row.line.id)}.quantity`,
              )}
            />
            <Select
              label={t("ship.warehouse")}
              allowDeselect={false}
              data={warehouses.map((warehouse) => ({ value: warehouse.id, label: warehouse.name }))}
              value={row.warehouseId}
              onChange={(warehouseId) => set(row.line.id, { warehouseId, batches: null })}
            />
          </FormRow>
          {row.warehouseId !== null && (
            <Suspense fallback={null}>
              <BatchChoice
                variantId={row.line.variantId}
                warehouseId={row.warehouseId}
                unit={row.line.unit}
                quantity={row.quantity}
                chosen={row.batches}
                onChoose={(batches) => set(row.line.id, { batches })}
                error={faultAt(
                  ship.refusal,
                  `lines.${sent.findIndex((line) => line.lineId === row.line.id)}.batches`,
                )}
              />
            </Suspense>
          )}
        </Fragment>
      ))}
    </FormDialog>
  );
}
