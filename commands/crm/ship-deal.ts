import { type Decimal, decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok } from "#kernel/result.ts";
import { crmRoutes } from "#modules/crm/contract/routes.ts";
import { type LineToShip, lockDealToShip, saveShipped } from "#modules/crm/store/shipped-lines.ts";
import type { NamedBatch } from "#modules/inventory/core/pick-batches.ts";
import { issueStock } from "#modules/inventory/core/issue-stock.ts";
import { balanceOf } from "#modules/inventory/core/stock-state.ts";
import { lockStock, saveStock } from "#modules/inventory/store/stock.ts";
import { findUnknown } from "#modules/inventory/views/find-unknown.ts";
import { namedBatchesOf, pathOfBatches } from "../inventory/named-batches.ts";
import { sayInUnit } from "../inventory/say-in-unit.ts";
import { stockContextOf } from "../inventory/stock-context.ts";
import { defineCommand } from "../run-command.ts";

type Shipment = {
  readonly line: LineToShip;
  readonly quantity: Decimal;
  readonly warehouseId: Id;
  readonly batches: readonly NamedBatch[];
  /** of the line in all, after it */
  readonly shipped: Decimal;
};

/** Takes sold goods out of stock: of each line at most what was sold, of stock only what nobody has reserved. */
export const shipDeal = defineCommand("shipDeal", crmRoutes.shipDeal, async (tx, input, act) => {
  const deal = await lockDealToShip(tx, input.dealId);
  if (deal === null) return no("deal_unknown", {}, ["dealId"]);
  const shipments: Shipment[] = [];
  for (const [place, wanted] of input.lines.entries()) {
    const lineId = wanted.lineId.toLowerCase();
    const line = deal.lines.find((candidate) => candidate.id === lineId);
    if (line === undefined) return no("deal_line_unknown", {}, ["lines", place, "lineId"]);
    if (shipments.some((earlier) => earlier.line.id === lineId)) {
      return no("deal_line_twice", {}, ["lines", place, "lineId"]);
    }
    const quantity = decimal(wanted.quantity);
    const left = line.quantity.minus(line.shipped);
    if (quantity.gt(left)) {
      const said = { variantId: line.variantId, left: text(left) };
      return sayInUnit(tx, no("more_than_sold", said, ["lines", place, "quantity"]));
    }
    shipments.push({
      line,
      quantity,
      warehouseId: wanted.warehouseId,
      batches: namedBatchesOf(wanted.batches),
      shipped: line.shipped.plus(quantity),
    });
  }
  const warehouseIds = shipments.map((shipment) => shipment.warehouseId);
  const unknown = await findUnknown(tx, { variantIds: [], warehouseIds });
  const unknownPlace = warehouseIds.findIndex((id) => unknown.warehouses.has(id));
  if (unknownPlace !== -1) return no("warehouse_unknown", {}, ["lines", unknownPlace, "warehouseId"]);

  const before = await lockStock(
    tx,
    shipments.map(({ line, warehouseId }) => ({ variantId: line.variantId, warehouseId })),
  );
  let stock = before;
  for (const [place, { line, quantity, warehouseId, batches }] of shipments.entries()) {
    const after = issueStock(
      stock,
      {
        balanceId: balanceOf(stock, line.variantId, warehouseId).id,
        quantity,
        kind: "shipment",
        dealLineId: line.id,
        orderId: null,
        runId: null,
        normId: null,
        allowNegative: false,
        batches,
      },
      stockContextOf(act),
    );
    if (!after.ok) {
      const { code, data } = after.refusal;
      return no(code, data, ["lines", place, ...pathOfBatches(code, "quantity")]);
    }
    stock = after.value;
  }
  const version = deal.version + 1;
  await saveShipped(
    tx,
    input.dealId,
    version,
    shipments.map(({ line, shipped }) => ({ id: line.id, shipped })),
  );
  await saveStock(tx, before, stock, act);
  act.append({
    kind: "deal_shipped",
    thing: "deal",
    thingId: input.dealId,
    version,
    data: {
      lines: shipments.map(({ line, quantity, warehouseId, shipped }) => ({
        lineId: line.id,
        variantId: line.variantId,
        warehouseId,
        quantity: text(quantity),
        shipped: text(shipped),
      })),
    },
  });
  return ok({});
});
