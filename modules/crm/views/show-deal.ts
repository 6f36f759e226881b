import { sql } from "kysely";
import { type Decimal, decimal, text, zero } from "#kernel/decimal.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { crmRoutes } from "../contract/routes.ts";
import {
  dealMoney,
  type DealMoney,
  type DealOrder,
  type DealShipment,
  readyUnits,
} from "../core/deal-money.ts";
import { type FoundDeal, type FoundLine, selectDeal } from "./deal-head.ts";
import { type FoundOrder, selectOrdersOfDeal } from "./deal-orders.ts";
import { selectTasks } from "./task-rows.ts";

type Route = typeof crmRoutes.showDeal;
type Card = Output<Route>;

const tasksShown = 100;

/** The deal card: three statements, however many lines and orders it has. */
export async function showDeal(tx: Tx, input: Input<Route>, viewer: Viewer): Promise<Result<Card>> {
  const deal = await selectDeal(tx, input.dealId);
  if (deal === null) return no("deal_unknown", {}, ["dealId"]);
  const orders = await selectOrdersOfDeal(tx, deal.id, viewer.now);
  const openTasks = await selectTasks(
    tx,
    viewer,
    sql`t.deal_id = ${deal.id} and t.done_at is null`,
    tasksShown,
  );

  const seesMoney = viewer.may("deal.money");
  const seesCost = seesMoney || viewer.may("order.cost");
  const made = orders.map(toDealOrder);
  const shipments = deal.lines.map(toShipment);
  const ready = readyUnits(made, shipments);
  return ok({
    ...headOf(deal),
    lines: deal.lines.map((line) => lineOf(line, ready.get(line.id) ?? zero, seesMoney)),
    orders: orders.map((order) => orderOf(order, seesCost)),
    money: seesMoney ? moneyOf(deal, dealMoney(deal.revenue, made, shipments)) : null,
    openTasks,
  });
}

const moneyOf = ({ revenue, shippedRevenue }: FoundDeal, money: DealMoney): NonNullable<Card["money"]> => ({
  ...money,
  shipped: text(shippedRevenue),
  unshipped: text(revenue.minus(shippedRevenue)),
});

const toDealOrder = (order: FoundOrder): DealOrder => ({ ...order, received: decimal(order.received) });

const toShipment = (line: FoundLine): DealShipment => ({
  lineId: line.id,
  variantId: line.variantId,
  shipped: decimal(line.shipped),
  value: decimal(line.shippedValue),
});

function headOf(deal: FoundDeal): Omit<Card, "lines" | "orders" | "money" | "openTasks"> {
  const { id, number, title, version, pipelineId, statusId, statuses, notes } = deal;
  const { contactId, contactName, contactPhone: phone, companyId, companyName } = deal;
  const { responsibleId, responsibleName } = deal;
  return {
    id,
    number,
    title,
    version,
    contact: contactId === null ? null : { id: contactId, name: contactName ?? "", phone },
    company: companyId === null ? null : { id: companyId, name: companyName ?? "" },
    pipelineId,
    statusId,
    statusSince: deal.statusSince.toISOString(),
    statuses,
    responsible: responsibleId === null ? null : { id: responsibleId, name: responsibleName ?? "" },
    notes,
    createdAt: deal.createdAt.toISOString(),
  };
}

function lineOf(line: FoundLine, ready: Decimal, seesMoney: boolean): Card["lines"][number] {
  const { shippedValue: _, upsells, price, sum, ...rest } = line;
  return {
    ...rest,
    price: seesMoney ? price : null,
    sum: seesMoney ? sum : null,
    upsells: upsells.map((upsell) => ({ ...upsell, price: seesMoney ? upsell.price : null })),
    ready: text(ready),
  };
}

function orderOf(order: FoundOrder, seesCost: boolean): Card["orders"][number] {
  const {
    variantId: _,
    batchId,
    batchNumber,
    availableAt,
    plannedFinish,
    plannedCost,
    cost,
    ...rest
  } = order;
  return {
    ...rest,
    batch: batchId === null || batchNumber === null ? null : { orderId: batchId, number: batchNumber },
    availableAt: availableAt?.toISOString() ?? null,
    plannedFinish: plannedFinish?.toISOString() ?? null,
    plannedCost: seesCost ? text(plannedCost) : null,
    cost: seesCost ? text(cost) : null,
  };
}
