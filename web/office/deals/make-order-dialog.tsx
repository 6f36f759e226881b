import { Textarea } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { notify } from "#web/shared/notices.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { nameOfVariant } from "../pickers/variant-picker.tsx";
import { FormDialog } from "../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import style from "./deal-page.module.css";

type Line = OutputOf<"showDeal">["lines"][number];
type Props = {
  readonly dealId: string;
  readonly line: Line;
  readonly workspace: string;
  readonly onClose: () => void;
};

/** An order for a line by hand: what it needs, costs and takes is shown before it is made. */
export function MakeOrderDialog({ dealId, line, workspace, onClose }: Props) {
  const { t, money, quantity, dateTime, list } = useTexts();
  const navigate = useNavigate();
  const create = useCommand("createOrder");
  const [reason, setReason] = useState("");
  const units = Number(line.quantity);
  const { data, refusal } = useRoute("previewOrder", {
    variantId: line.variantId,
    quantity: units,
    ...(line.promisedDate === null ? {} : { dueDate: line.promisedDate }),
  });
  const blocked = data !== undefined && data.shortagePolicy === "block" && data.shortages.length > 0;

  const submit = async (): Promise<void> => {
    const answer = await create.run(
      {
        variantId: line.variantId,
        quantity: units,
        dealId,
        dealLineId: line.id,
        ...(line.promisedDate === null ? {} : { dueDate: line.promisedDate }),
        ...(blocked ? { createAnyway: reason } : {}),
      },
      { inPlace: true },
    );
    if (!answer.ok) return;
    const { orderId, number } = answer.value;
    notify({
      tone: "done",
      text: t("makeOrder.made", { number }),
      act: {
        label: t("makeOrder.open"),
        run: () => void navigate({ to: "/w/$workspace/orders/$orderId", params: { workspace, orderId } }),
      },
    });
    onClose();
  };
  return (
    <FormDialog
      title={t("makeOrder.title", { name: nameOfVariant(line.itemName, line.variantName) })}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={t("makeOrder.submit")}
      pending={create.pending}
      refusal={create.refusal}
      disabled={data === undefined || (blocked && reason.trim() === "")}
    >
      <RefusalNotice refusal={refusal} />
      {data === undefined && refusal === undefined && <PageSkeleton lines={3} />}
      {data !== undefined && (
        <>
          <dl className={style.details}>
            <dt>{t("dealLine.quantity")}</dt>
            <dd>{quantity(line.quantity, line.unit)}</dd>
            <dt>{t("makeOrder.plannedFinish")}</dt>
            <dd>{dateTime(data.plannedFinish)}</dd>
            <dt>{t("makeOrder.plannedCost")}</dt>
            <dd>{money(data.plannedCost)}</dd>
            {data.withoutPrice.length > 0 && (
              <>
                <dt>{t("makeOrder.withoutPrice")}</dt>
                <dd>{list(data.withoutPrice)}</dd>
              </>
            )}
          </dl>
          {data.shortages.length > 0 && data.shortagePolicy !== "ignore" && (
            <div>
              <strong>{t("makeOrder.shortages")}</strong>
              <ul>
                {data.shortages.map((shortage) => (
                  <li key={`${shortage.variantId} ${shortage.warehouseName}`}>
                    {t("makeOrder.shortage", {
                      name: nameOfVariant(shortage.itemName, shortage.variantName),
                      missing: quantity(shortage.missing, shortage.unit),
                      required: quantity(shortage.required, shortage.unit),
                    })}
                  </li>
                ))}
              </ul>
            </div>
          )}
          {blocked && (
            <Textarea
              label={t("makeOrder.anyway")}
              description={t("makeOrder.anywayHint")}
              required
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          )}
        </>
      )}
    </FormDialog>
  );
}
