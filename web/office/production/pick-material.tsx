import { Select } from "@mantine/core";
import { decimal } from "#kernel/decimal.ts";
import type { OutputOf } from "#modules/routes.ts";
import { notify } from "#web/shared/notices.ts";
import { useCommand } from "#web/shared/queries.ts";
import { useTexts } from "./texts.ts";
import type { Order } from "./order-types.ts";
import { roundAmount } from "./round-amount.ts";
import { useOfferUndo } from "./undo/use-offer-undo.ts";
import style from "./order-card.module.css";

type Row = OutputOf<"showOrderMaterials">["rows"][number];

/** The variant of a material that awaits selection; another one while none of it has been used. */
export function PickMaterial({ order, row }: { readonly order: Order; readonly row: Row }) {
  const { t, quantity } = useTexts();
  const offer = useOfferUndo(order.id);
  const pick = useCommand("pickMaterial");
  const stage = order.stages.find((one) => one.id === row.stageId);
  const run = stage?.runs.find((one) => one.verbs.includes("pickMaterial"));
  if (row.choices.length === 0 || decimal(row.consumed).gt(0)) return null;
  if (run === undefined) {
    return row.awaitingSelection ? <p className="soft">{t("order.pickLater")}</p> : null;
  }
  const choose = async (variantId: string): Promise<void> => {
    const answer = await pick.run({ runId: run.id, normId: row.normId, variantId });
    if (!answer.ok) return;
    const name = row.choices.find((choice) => choice.variantId === variantId)?.variantName ?? "";
    offer(t("order.picked", { item: row.itemName, name }), answer);
    if (answer.value.shortages.length > 0) {
      notify({ tone: "note", text: t("order.nowShort", { count: answer.value.shortages.length }) });
    }
  };
  return (
    <Select
      className={style.pick}
      size="xs"
      aria-label={t("run.pick", { item: row.itemName })}
      placeholder={t("order.pickHere")}
      allowDeselect={false}
      disabled={pick.pending}
      data={row.choices.map((choice) => ({
        value: choice.variantId,
        label: t("run.pickChoice", {
          name: choice.variantName,
          free: quantity(roundAmount(choice.free), row.unit),
        }),
      }))}
      value={row.variantId}
      onChange={(variantId) => variantId !== null && variantId !== row.variantId && void choose(variantId)}
    />
  );
}
