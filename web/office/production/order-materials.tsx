import { decimal } from "#kernel/decimal.ts";
import type { Unit } from "#kernel/unit.ts";
import { useRoute } from "#web/shared/queries.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { ScrollAside } from "../scroll-aside.tsx";
import { useTexts } from "./texts.ts";
import { Mark } from "./mark.tsx";
import { nameOfMaterial } from "./material-name.ts";
import { PickMaterial } from "./pick-material.tsx";
import type { Order } from "./order-types.ts";
import { roundAmount } from "./round-amount.ts";
import { ReserveButton } from "./runs/run-actions.tsx";
import style from "./order-card.module.css";

/** What the order needs, holds and has used, with what is over and what is short. */
export function OrderMaterials({ order }: { readonly order: Order }) {
  const { t, quantity } = useTexts();
  const { data, refusal, pending, refetch } = useRoute("showOrderMaterials", { orderId: order.id });
  if (data === undefined) {
    return pending && refusal === undefined ? (
      <PageSkeleton lines={5} />
    ) : (
      <RefusalNotice refusal={refusal} retry={refetch} />
    );
  }
  if (data.rows.length === 0) return <p className="soft">{t("order.noMaterials")}</p>;
  const short = data.rows.some((row) => decimal(row.shortage).gt(0));
  return (
    <div className={style.materials}>
      {short && order.verbs.includes("reserveOrder") && (
        <div className={style.shortBar}>
          <span>{t("order.shortText")}</span>
          <ReserveButton order={order} />
        </div>
      )}
      <ScrollAside plate label={t("order.tab.materials")}>
        <table className="rows stacked">
          <thead>
            <tr>
              <th scope="col">{t("board.material")}</th>
              <th scope="col" className="figures">
                {t("order.norm")}
              </th>
              <th scope="col" className="figures">
                {t("order.reservedAmount")}
              </th>
              <th scope="col" className="figures">
                {t("order.consumed")}
              </th>
              <th scope="col" className="figures">
                {t("order.remainder")}
              </th>
              <th scope="col" className="figures">
                {t("order.free")}
              </th>
            </tr>
          </thead>
          <tbody>
            {data.rows.map((row) => (
              <tr key={row.normId}>
                <td>
                  {nameOfMaterial(row)}
                  <div className="soft">
                    {row.stageName}, {row.warehouseName}
                  </div>
                  {(row.awaitingSelection || row.overconsumption || decimal(row.shortage).gt(0)) && (
                    <div className={style.flags}>
                      {row.awaitingSelection && <Mark tone="waiting">{t("order.awaitsSelection")}</Mark>}
                      {row.overconsumption && <Mark tone="waiting">{t("order.overconsumption")}</Mark>}
                      {decimal(row.shortage).gt(0) && (
                        <Mark tone="alarm">
                          {t("order.shortage", { amount: quantity(row.shortage, row.unit) })}
                        </Mark>
                      )}
                    </div>
                  )}
                  <PickMaterial order={order} row={row} />
                </td>
                <Amount label={t("order.norm")} value={row.norm} unit={row.unit} />
                <Amount label={t("order.reservedAmount")} value={row.reserved} unit={row.unit} />
                <Amount label={t("order.consumed")} value={row.consumed} unit={row.unit} />
                <Amount label={t("order.remainder")} value={row.remainder} unit={row.unit} />
                <Amount label={t("order.free")} value={row.free} unit={row.unit} />
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollAside>
    </div>
  );
}

/** Six places on five amounts push the last of them out of sight: thousandths here, all of it under the pointer. */
function Amount(props: { readonly label: string; readonly value: string; readonly unit: Unit }) {
  const { label, value, unit } = props;
  const { quantity } = useTexts();
  const rounded = roundAmount(value);
  return (
    <td
      className="figures"
      data-label={label}
      {...(rounded === value ? {} : { title: quantity(value, unit) })}
    >
      {quantity(rounded, unit)}
    </td>
  );
}
