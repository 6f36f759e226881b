import { Button } from "@mantine/core";
import { useState } from "react";
import type { OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import { faultAt } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { notify } from "#web/shared/notices.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { FormDialog } from "../../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import { UnitValues } from "../new-order/unit-values.tsx";
import type { Order } from "../order-types.ts";
import { useOfferUndo } from "../undo/use-offer-undo.ts";
import style from "./changes.module.css";

type Props = { readonly order: Order; readonly onClose: () => void; readonly onStages: () => void };

/** More or fewer units. Where that can't be, the ways on stand beside the refusal. */
export function ChangeQuantityDialog({ order, onClose, onStages }: Props) {
  const { t, quantity: amount } = useTexts();
  const offer = useOfferUndo(order.id);
  const change = useCommand("changeQuantity");
  const item = useRoute("showItem", { itemId: order.itemId }, { enabled: order.batchMode === "per_unit" });
  const asked = item.data?.asked ?? [];
  const [quantity, setQuantity] = useState(String(order.ordered));
  const [values, setValues] = useState<readonly OrderAttributes[]>([]);
  const units = /^[1-9]\d{0,6}$/.test(quantity) ? Number(quantity) : null;
  const more = units === null ? 0 : Math.max(0, units - order.ordered);
  const code = change.refusal?.code;
  // The field says it in words, and the ways on stand below.
  const hasWay = code === "second_order_needed" || code === "quantity_started";
  const submit = async (wanted: number): Promise<void> => {
    const answer = await change.run(
      {
        orderId: order.id,
        quantity: wanted,
        unitAttributes: values.slice(0, more).map((one) => ({ ...one })),
      },
      { inPlace: true },
    );
    if (!answer.ok) return;
    offer(t("order.quantityChanged", { from: order.ordered, to: wanted }), answer);
    if (answer.value.shortages.length > 0) {
      notify({ tone: "note", text: t("order.nowShort", { count: answer.value.shortages.length }) });
    }
    onClose();
  };
  return (
    <FormDialog
      title={t("order.quantityTitle", { number: order.number })}
      onClose={onClose}
      onSubmit={() => units !== null && void submit(units)}
      pending={change.pending}
      refusal={hasWay ? undefined : change.refusal}
      disabled={units === null || units === order.ordered}
    >
      <NumberField
        label={t("board.quantity")}
        description={t("order.quantityNow", { amount: amount(String(order.ordered), order.unit) })}
        places={0}
        required
        data-autofocus
        value={quantity}
        onChange={(next) => {
          setQuantity(next);
          change.forget();
        }}
        rightSection={<span className="soft">{t(`unit.${order.unit}`)}</span>}
        error={faultAt(change.refusal, "quantity")}
      />
      {order.batchMode === "per_unit" && more > 0 && asked.length > 0 && (
        <UnitValues
          asked={asked}
          common={order.attributes}
          count={more}
          first={order.ordered + 1}
          values={values}
          onChange={setValues}
        />
      )}
      {code === "second_order_needed" && more > 0 && (
        <SecondOrder order={order} units={more} onMade={onClose} />
      )}
      {code === "quantity_started" && (
        <StartedUnits
          fewest={change.refusal?.data?.["least"]}
          order={order}
          onTake={(fewest) => void submit(fewest)}
          onStages={() => {
            onClose();
            onStages();
          }}
        />
      )}
    </FormDialog>
  );
}

/** A whole batch that has begun grows by an order beside it. */
function SecondOrder(props: { readonly order: Order; readonly units: number; readonly onMade: () => void }) {
  const { order, units, onMade } = props;
  const { t, quantity } = useTexts();
  const create = useCommand("createOrder");
  const make = async (): Promise<void> => {
    const answer = await create.run({
      variantId: order.variantId,
      quantity: units,
      batchMode: order.batchMode,
      dealId: order.dealId,
      priority: order.priority,
      ...(order.dueDate === null ? {} : { dueDate: order.dueDate }),
      upsellIds: order.upsells.map((upsell) => upsell.id),
      attributes: order.attributes,
      notes: t("order.secondOf", { number: order.number }),
    });
    if (!answer.ok) return;
    notify({ tone: "done", text: t("makeOrder.made", { number: answer.value.number }) });
    onMade();
  };
  return (
    <div className={style.way}>
      <p>{t("order.secondOrder")}</p>
      <Button variant="light" loading={create.pending} onClick={() => void make()}>
        {t("order.secondOrderOf", { units: quantity(String(units), order.unit) })}
      </Button>
    </div>
  );
}

/** Units that were started can't be taken off: what can be done instead. */
function StartedUnits(props: {
  readonly order: Order;
  /** the fewest that the order can be changed to, if the server says so */
  readonly fewest: unknown;
  readonly onTake: (fewest: number) => void;
  readonly onStages: () => void;
}) {
  const { order, onTake, onStages } = props;
  const { t, quantity } = useTexts();
  const fewest = Number(props.fewest ?? NaN);
  return (
    <div className={style.way}>
      <p>{t("order.startedUnits")}</p>
      <div className={style.ways}>
        {Number.isInteger(fewest) && fewest > 0 && fewest < order.ordered && (
          <Button variant="light" onClick={() => onTake(fewest)}>
            {t("order.onlyDownTo", { units: quantity(String(fewest), order.unit) })}
          </Button>
        )}
        <Button variant="light" onClick={onStages}>
          {t("order.toStages")}
        </Button>
      </div>
    </div>
  );
}
