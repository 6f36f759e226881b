import { Button } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { decimal } from "#kernel/decimal.ts";
import type { OutputOf } from "#modules/routes.ts";
import { useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { ButtonLink } from "../../links.tsx";
import { nameOfVariant } from "../../pickers/variant-picker.tsx";
import { Mark } from "../mark.tsx";
import type { Order } from "../order-types.ts";
import { roundAmount } from "../round-amount.ts";
import { useTexts } from "../texts.ts";
import type { MaterialOfOrder } from "./material-row.tsx";
import { TakeDialog } from "./take-dialog.tsx";
import { useReserveNorm } from "./use-reservation.ts";
import style from "./order-materials.module.css";

type Shortage = OutputOf<"showShortage">;
export type Holder = Shortage["holders"][number];
type Props = { readonly order: Order; readonly row: MaterialOfOrder };

/** Where what is missing could come from: what is free, what is on its way, and who holds it now. */
export function ShortagePanel({ order, row }: Props) {
  const { data, refusal, pending, refetch } = useRoute("showShortage", { normId: row.normId });
  if (data === undefined) {
    return pending && refusal === undefined ? (
      <PageSkeleton lines={2} />
    ) : (
      <RefusalNotice refusal={refusal} retry={refetch} />
    );
  }
  return (
    <div className={style.panel}>
      <FreeNow order={order} row={row} shortage={data} />
      <Expected row={row} shortage={data} />
      <Holders order={order} row={row} shortage={data} />
    </div>
  );
}

function FreeNow({ order, row, shortage }: Props & { readonly shortage: Shortage }) {
  const { t, quantity } = useTexts();
  const reserve = useReserveNorm(order.id, row);
  const { unit, free, byHand, before } = shortage;
  const isFree = decimal(free).gt(0);
  return (
    <section className={style.source}>
      <h4 className={style.title}>{t("order.freeNow")}</h4>
      <p className={style.line}>
        {isFree ? quantity(roundAmount(free), unit) : t("order.nothingFree")}
        {(isFree || byHand) && order.verbs.includes("reserveOrder") && (
          <Button
            size="compact-sm"
            variant="light"
            loading={reserve.pending}
            onClick={() => void reserve.run()}
          >
            {t(isFree ? "order.reserve" : "order.waitAgain")}
          </Button>
        )}
      </p>
      <p className="soft">
        {byHand
          ? t("order.letGoText")
          : before.orders === 0
            ? t("order.firstInLine")
            : t("order.beforeIt", {
                count: before.orders,
                amount: quantity(roundAmount(before.missing), unit),
              })}
      </p>
    </section>
  );
}

function Expected({ row, shortage }: Pick<Props, "row"> & { readonly shortage: Shortage }) {
  const { t, quantity, date } = useTexts();
  const { can } = useSession();
  const { workspace = "" } = useParams({ strict: false });
  const { expected, unit } = shortage;
  return (
    <section className={style.source}>
      <h4 className={style.title}>{t("order.expected")}</h4>
      {expected.length === 0 && <p className="soft">{t("order.nothingExpected")}</p>}
      <ul className={style.list}>
        {expected.map((line, place) => (
          <li key={`${line.number} ${place}`}>
            {quantity(roundAmount(line.quantity), unit)}
            <span className="soft">
              {" "}
              {line.date === null
                ? t("order.expectedSometime")
                : t("order.expectedOn", { date: date(line.date) })}
              {line.number !== null &&
                `, ${t("order.expectedFrom", { number: line.number, supplier: line.supplierName ?? "" })}`}
            </span>
          </li>
        ))}
      </ul>
      {can("purchase.propose") && row.variantId !== null && (
        <ButtonLink
          to="/w/$workspace/purchases"
          params={{ workspace }}
          search={{ variant: row.variantId }}
          size="compact-sm"
          variant="light"
          className={style.propose ?? ""}
        >
          {t("order.proposePurchase")}
        </ButtonLink>
      )}
    </section>
  );
}

function Holders({ order, row, shortage }: Props & { readonly shortage: Shortage }) {
  const { t, quantity, date } = useTexts();
  const { can } = useSession();
  const { workspace = "" } = useParams({ strict: false });
  const [from, setFrom] = useState<Holder>();
  const { holders, unit } = shortage;
  return (
    <section className={style.source}>
      <h4 className={style.title}>{t("order.heldBy")}</h4>
      {holders.length === 0 && <p className="soft">{t("order.heldByNobody")}</p>}
      <ul className={style.list}>
        {holders.map((holder) => (
          <li key={holder.normId} className={style.holder}>
            <div className={style.who}>
              {holder.orderId === order.id ? (
                t("order.thisOrder", { stage: holder.stageName })
              ) : (
                <Link to="/w/$workspace/orders/$orderId" params={{ workspace, orderId: holder.orderId }}>
                  {t("order.ofOrder", {
                    number: holder.number,
                    name: nameOfVariant(holder.itemName, holder.variantName),
                  })}
                </Link>
              )}
              <span className="soft">
                {holder.dueDate === null
                  ? t("order.noDueDate")
                  : t("order.dueOn", { date: date(holder.dueDate) })}
              </span>
              {holder.priority !== "normal" && (
                <Mark tone={holder.priority === "urgent" ? "alarm" : "plain"}>
                  {t(`priority.${holder.priority}`)}
                </Mark>
              )}
            </div>
            <span className={style.amount}>{quantity(roundAmount(holder.held), unit)}</span>
            {can("reservation.move") && (
              <Button
                size="compact-sm"
                variant="default"
                className={style.take}
                aria-label={t("order.takeFrom", { number: holder.number })}
                onClick={() => setFrom(holder)}
              >
                {t("order.take")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {from !== undefined && (
        <TakeDialog
          order={order}
          row={row}
          missing={shortage.missing}
          from={from}
          onClose={() => setFrom(undefined)}
        />
      )}
    </section>
  );
}
