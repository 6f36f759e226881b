import { Button, Checkbox, Select, Textarea } from "@mantine/core";
import { useState } from "react";
import { decimal } from "#kernel/decimal.ts";
import type { OutputOf } from "#modules/routes.ts";
import { faultAt } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { notify } from "#web/shared/notices.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { FormDialog } from "../../shell/form-dialog.tsx";
import { useSettled } from "../../use-settled.ts";
import { lotInWords } from "../lots/lot-words.ts";
import type { Order } from "../order-types.ts";
import { materialName } from "../order-time/time-words.ts";
import { type ProductionTexts, useTexts } from "../texts.ts";
import { CorrectionEffect } from "./correction-effect.tsx";
import style from "./corrections.module.css";

type Used = OutputOf<"showOrderConsumption">["rows"][number];

/** "Correct consumption…": to be put where an order's materials stand; nothing for those who may not. */
export function CorrectConsumption({ order }: { readonly order: Order }) {
  const { t } = useTexts();
  const { can } = useSession();
  const [open, setOpen] = useState(false);
  if (!can("correction.propose_material")) return null;
  return (
    <>
      <Button variant="default" size="compact-sm" onClick={() => setOpen(true)}>
        {t("correct.consumption")}
      </Button>
      {open && <ConsumptionDialog order={order} onClose={() => setOpen(false)} />}
    </>
  );
}

const keyOf = (row: Used): string => `${row.runId} ${row.normId} ${row.variantId}`;

function ConsumptionDialog({ order, onClose }: { readonly order: Order; readonly onClose: () => void }) {
  const texts = useTexts();
  const { t, quantity } = texts;
  const { can } = useSession();
  const used = useRoute("showOrderConsumption", { orderId: order.id });
  const [key, setKey] = useState<string | null>(null);
  const [typed, setTyped] = useState<string>();
  const [variantId, setVariant] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const [atOnce, setAtOnce] = useState(true);
  const propose = useCommand("proposeMaterialCorrection");
  const rows = used.data?.rows ?? [];
  const chosen = rows.length === 1 ? rows[0] : rows.find((row) => keyOf(row) === key);
  const amount = typed ?? chosen?.consumed ?? "";
  const materials = chosen === undefined ? null : materialsOf(chosen, amount, variantId);
  const question = useSettled(materials, 300);
  const asks = question !== null && chosen !== undefined;
  const preview = useRoute(
    "previewMaterialCorrection",
    { runId: chosen?.runId ?? "", materials: question ?? [] },
    { enabled: asks, keepPrevious: true },
  );
  const mayApply = can("correction.decide");
  const applies = mayApply && atOnce;
  const submit = async (): Promise<void> => {
    if (chosen === undefined || materials === null) return;
    const answer = await propose.run(
      { runId: chosen.runId, materials, reason, applyAtOnce: applies },
      { inPlace: true },
    );
    if (!answer.ok) return;
    notify({ tone: "done", text: t(applies ? "correct.applied" : "correct.proposed") });
    onClose();
  };
  return (
    <FormDialog
      title={t("correct.consumptionTitle")}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={t(applies ? "correct.apply" : "correct.propose")}
      pending={propose.pending}
      refusal={propose.refusal ?? (asks ? preview.refusal : undefined)}
      disabled={materials === null || reason.trim() === "" || (asks && preview.refusal !== undefined)}
    >
      <RefusalNotice refusal={used.refusal} retry={used.refetch} />
      {used.data === undefined && used.refusal === undefined && <PageSkeleton lines={3} />}
      {used.data !== undefined && rows.length === 0 && <p>{t("correct.consumptionNone")}</p>}
      {rows.length > 0 && (
        <Select
          label={t("correct.stageUse")}
          required
          searchable
          allowDeselect={false}
          data-autofocus
          data={rows.map((row) => ({ value: keyOf(row), label: nameOf(row, order, texts) }))}
          value={chosen === undefined ? null : keyOf(chosen)}
          onChange={(next) => {
            setKey(next);
            setTyped(undefined);
            setVariant(null);
            propose.forget();
          }}
        />
      )}
      {chosen !== undefined && (
        <>
          <NumberField
            key={keyOf(chosen)}
            label={t("correct.reallyUsed")}
            description={t("correct.written", { amount: quantity(chosen.consumed, chosen.unit) })}
            required
            value={amount}
            onChange={setTyped}
            rightSection={<span className="soft">{t(`unit.${chosen.unit}`)}</span>}
          />
          {chosen.choices.length > 0 && (
            <Select
              label={t("correct.otherVariant")}
              clearable
              searchable
              placeholder={t("correct.sameVariant", { name: chosen.variantName })}
              data={chosen.choices.map((choice) => ({ value: choice.variantId, label: choice.variantName }))}
              value={variantId}
              onChange={setVariant}
            />
          )}
          {asks && preview.data !== undefined && preview.refusal === undefined && (
            <CorrectionEffect effect={preview.data} kind="material" />
          )}
          <Textarea
            label={t("correct.reason")}
            description={t("correct.reasonHint")}
            required
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            error={faultAt(propose.refusal, "reason")}
          />
          {mayApply && (
            <Checkbox
              className={style.once ?? ""}
              label={t("correct.applyAtOnce")}
              checked={atOnce}
              onChange={(event) => setAtOnce(event.currentTarget.checked)}
            />
          )}
        </>
      )}
    </FormDialog>
  );
}

function nameOf(row: Used, order: Order, texts: ProductionTexts): string {
  const { t, quantity } = texts;
  return [
    row.stageName,
    ...(order.lots.length > 1 ? [lotInWords(row.lotNumber, texts)] : []),
    ...(row.cycle > 0 ? [t("time.cycle", { count: row.cycle })] : []),
    `${materialName(row)} (${quantity(row.consumed, row.unit)})`,
  ].join(" · ");
}

/** Another variant taken instead: the one that was written down comes back whole. Null: nothing would change. */
function materialsOf(row: Used, amount: string, variantId: string | null) {
  if (amount === "") return null;
  const { normId } = row;
  if (variantId !== null) {
    const back = decimal(row.consumed).eq(0) ? [] : [{ normId, variantId: row.variantId, quantity: "0" }];
    return [...back, { normId, variantId, quantity: amount }];
  }
  if (decimal(amount).eq(row.consumed)) return null;
  return [{ normId, variantId: row.variantId, quantity: amount }];
}
