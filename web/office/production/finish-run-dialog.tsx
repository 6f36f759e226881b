import { Textarea } from "@mantine/core";
import { useState } from "react";
import { decimal, roundQuantity, text } from "#kernel/decimal.ts";
import type { OutputOf } from "#modules/routes.ts";
import { faultAt } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { notify } from "#web/shared/notices.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { PageSkeleton } from "#web/shared/states.tsx";
import { nameOfVariant } from "../pickers/variant-picker.tsx";
import { FormDialog } from "../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import type { Order, PlacedRun, StageRun } from "./order-types.ts";

type Material = OutputOf<"showOrderMaterials">["rows"][number];
type Props = PlacedRun & { readonly order: Order; readonly onClose: () => void };

/** Defaults are right in nine cases of ten: all units good, materials by their norms or as they left at the start. */
export function FinishRunDialog({ order, stage, run, onClose }: Props) {
  const { t, quantity } = useTexts();
  const finish = useCommand("finishRun");
  const materials = useRoute("showOrderMaterials", { orderId: order.id });
  const rows = materials.data?.rows.filter((row) => row.stageId === stage.id) ?? [];
  const [units, setUnits] = useState(String(run.units));
  const [comment, setComment] = useState("");
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  // Only what was typed over is sent: the rest the server knows better, to the last place.
  const sent = rows.flatMap((row) => {
    const amount = typed[row.normId];
    return amount === undefined || amount === "" ? [] : [{ normId: row.normId, quantity: amount }];
  });
  const submit = async (): Promise<void> => {
    const answer = await finish.run(
      { runId: run.id, units: Number(units), comment, ...(sent.length === 0 ? {} : { materials: sent }) },
      { inPlace: true },
    );
    if (!answer.ok) return;
    notify({ tone: "done", text: t("order.finished", { stage: stage.name }) });
    onClose();
  };
  return (
    <FormDialog
      title={t("order.finishTitle", { stage: stage.name })}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={t("verb.finish")}
      pending={finish.pending}
      refusal={finish.refusal}
      disabled={!/^[1-9]\d*$/.test(units)}
    >
      <NumberField
        label={t("order.unitsDone")}
        places={0}
        required
        data-autofocus
        value={units}
        onChange={setUnits}
        rightSection={<span className="soft">{t(`unit.${order.unit}`)}</span>}
        error={faultAt(finish.refusal, "units")}
      />
      {materials.pending && <PageSkeleton lines={2} />}
      {rows.map((row) => (
        <NumberField
          key={row.normId}
          label={nameOfVariant(row.itemName, row.variantName)}
          description={t("order.normIs", { amount: quantity(row.norm, row.unit) })}
          value={typed[row.normId] ?? offered(row, order, run)}
          onChange={(amount) => setTyped((all) => ({ ...all, [row.normId]: amount }))}
          rightSection={<span className="soft">{t(`unit.${row.unit}`)}</span>}
          error={faultAt(
            finish.refusal,
            `materials.${sent.findIndex((line) => line.normId === row.normId)}.quantity`,
          )}
        />
      ))}
      <Textarea
        label={t("order.comment")}
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
        error={faultAt(finish.refusal, "comment")}
      />
    </FormDialog>
  );
}

/** What the server takes unless something is typed: what has left already, else the units' share of the norm. */
function offered(row: Material, order: Order, run: StageRun): string {
  if (order.batchMode === "whole" && run.cycle === 0 && decimal(row.consumed).gt(0)) return row.consumed;
  if (run.cycle > 0) return "0";
  if (run.units >= order.ordered) return row.norm;
  return text(roundQuantity(decimal(row.norm).times(run.units).div(order.ordered)));
}
