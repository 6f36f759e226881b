import { ActionIcon } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useId, useState } from "react";
import { decimal } from "#kernel/decimal.ts";
import type { Unit } from "#kernel/unit.ts";
import type { OutputOf } from "#modules/routes.ts";
import { usePages } from "#web/shared/queries.ts";
import { EmptyState, PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { nameOfVariant } from "../pickers/variant-picker.tsx";
import { Mark } from "../production/mark.tsx";
import { roundAmount } from "../production/round-amount.ts";
import { MoreButton } from "../shell/more-button.tsx";
import type { StockSearch } from "./stock-search.ts";
import { useTexts } from "./texts.ts";
import style from "./shortages.module.css";

export type ShortageRow = OutputOf<"listShortages">["rows"][number];
type Props = { readonly search: StockSearch; readonly workspace: string };

/** What orders are short of, each with the orders that it adds up, in the order in which they are served. */
export function ShortageList({ search, workspace }: Props) {
  const { t } = useTexts();
  const { rows, refusal, pending, more, fetchingMore, refetch } = usePages<"listShortages">(
    "listShortages",
    {
      ...(search.search === undefined ? {} : { search: search.search }),
      ...(search.warehouse === undefined ? {} : { warehouseId: search.warehouse }),
    },
    { keepPrevious: true },
  );
  if (rows === undefined) {
    return pending && refusal === undefined ? (
      <PageSkeleton lines={6} />
    ) : (
      <RefusalNotice refusal={refusal} retry={refetch} />
    );
  }
  if (rows.length === 0) {
    const narrowed = search.search !== undefined || search.warehouse !== undefined;
    return narrowed ? (
      <EmptyState title={t("list.nothing.title")} text={t("shortages.nothing")} />
    ) : (
      <EmptyState title={t("shortages.empty.title")} text={t("shortages.empty.text")} />
    );
  }
  return (
    <div className={style.list}>
      <RefusalNotice refusal={refusal} retry={refetch} />
      <div className="plate scroll-aside">
        <table className="rows stacked">
          <caption className="unseen">{t("stock.tab.shortages")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("stock.what")}</th>
              <th scope="col" className="figures">
                {t("shortages.missing")}
              </th>
              <th scope="col" className="figures">
                {t("stock.onHand")}
              </th>
              <th scope="col" className="figures">
                {t("stock.free")}
              </th>
              <th scope="col" className="figures">
                {t("stock.expected")}
              </th>
              <th scope="col" className="figures">
                {t("shortages.orders")}
              </th>
              <th scope="col">{t("shortages.earliestDue")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={`${row.variantId} ${row.warehouseId}`} row={row} workspace={workspace} />
            ))}
          </tbody>
        </table>
      </div>
      <MoreButton more={more} pending={fetchingMore} />
    </div>
  );
}

function Row({ row, workspace }: { readonly row: ShortageRow; readonly workspace: string }) {
  const { t, quantity, date } = useTexts();
  const [open, setOpen] = useState(false);
  const ordersId = useId();
  const name = nameOfVariant(row.itemName, row.variantName);
  return (
    <>
      <tr>
        <td>
          <span className={style.name}>
            <ActionIcon
              variant="subtle"
              size="sm"
              aria-label={t("shortages.showOrders", { name })}
              aria-expanded={open}
              aria-controls={ordersId}
              onClick={() => setOpen(!open)}
            >
              {open ? <IconChevronDown size={16} aria-hidden /> : <IconChevronRight size={16} aria-hidden />}
            </ActionIcon>
            <span>
              {name}
              <span className={`soft ${style.where}`}>{row.warehouseName}</span>
            </span>
          </span>
        </td>
        <td className={`figures ${style.missing}`} data-label={t("shortages.missing")}>
          {quantity(roundAmount(row.missing), row.unit)}
        </td>
        <td className="figures" data-label={t("stock.onHand")}>
          {quantity(roundAmount(row.onHand), row.unit)}
        </td>
        <td className="figures" data-label={t("stock.free")}>
          {quantity(roundAmount(row.free), row.unit)}
        </td>
        <td className="figures" data-label={t("stock.expected")}>
          {decimal(row.expected).eq(0) ? "–" : quantity(roundAmount(row.expected), row.unit)}
          {row.expectedDate !== null && <div className="soft">{date(row.expectedDate)}</div>}
        </td>
        <td className="figures" data-label={t("shortages.orders")}>
          {row.orders}
        </td>
        <td data-label={t("shortages.earliestDue")}>
          {row.earliestDue === null ? "–" : date(row.earliestDue)}
        </td>
      </tr>
      {open && (
        <tr>
          <td colSpan={7} id={ordersId} className={style.orders}>
            <ShortOrders row={row} workspace={workspace} />
          </td>
        </tr>
      )}
    </>
  );
}

function ShortOrders({ row, workspace }: { readonly row: ShortageRow; readonly workspace: string }) {
  const { variantId, warehouseId, unit } = row;
  const { rows, refusal, more, fetchingMore, refetch } = usePages<"listShortOrders">("listShortOrders", {
    variantId,
    warehouseId,
  });
  if (rows === undefined) {
    return refusal === undefined ? (
      <PageSkeleton lines={2} />
    ) : (
      <RefusalNotice refusal={refusal} retry={refetch} />
    );
  }
  return (
    <>
      <ol className={style.waiting}>
        {rows.map((order) => (
          <ShortOrder key={order.normId} order={order} unit={unit} workspace={workspace} />
        ))}
      </ol>
      <MoreButton more={more} pending={fetchingMore} />
    </>
  );
}

type Waiting = OutputOf<"listShortOrders">["rows"][number];

function ShortOrder(props: { readonly order: Waiting; readonly unit: Unit; readonly workspace: string }) {
  const { order, unit, workspace } = props;
  const { t, quantity, date } = useTexts();
  return (
    <li className={style.order}>
      <Link
        to="/w/$workspace/orders/$orderId"
        params={{ workspace, orderId: order.orderId }}
        search={{ tab: "materials" }}
      >
        {t("shortages.order", {
          number: order.number,
          name: nameOfVariant(order.itemName, order.variantName),
        })}
      </Link>
      <span className="soft">
        {order.stageName}
        {order.dueDate !== null && `, ${t("shortages.due", { date: date(order.dueDate) })}`}
      </span>
      {order.priority !== "normal" && (
        <Mark tone={order.priority === "urgent" ? "alarm" : "plain"}>{t(`priority.${order.priority}`)}</Mark>
      )}
      {order.byHand && <Mark>{t("shortages.byHand")}</Mark>}
      <span className={style.amounts}>
        {t("shortages.lacks", {
          missing: quantity(roundAmount(order.missing), unit),
          held: quantity(roundAmount(order.held), unit),
        })}
      </span>
    </li>
  );
}
