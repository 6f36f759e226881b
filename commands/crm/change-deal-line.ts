import { changesOf } from "#kernel/changes.ts";
import { type Decimal, decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { checkAskedAttributes } from "#modules/catalog/core/asked-attributes.ts";
import { findUpsellsInUse } from "#modules/catalog/store/upsell.ts";
import { crmRoutes } from "#modules/crm/contract/routes.ts";
import {
  type ChosenUpsell,
  type DealLine,
  findAsked,
  lockDealLine,
  type LockedLine,
  orderedAttributes,
  replaceUpsells,
  updateDealLine,
} from "#modules/crm/store/deal-line.ts";
import { findOrdersOfDeal } from "#modules/crm/store/orders-of-deal.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { type Act, defineCommand } from "../run-command.ts";
import { appendLineFact, lockDealForLines } from "./raise-deal-version.ts";
import { isOpen, tellProduction } from "./tell-production.ts";

export const changeDealLine = defineCommand(
  "changeDealLine",
  crmRoutes.changeDealLine,
  async (tx, input, act) => {
    const { dealId, lineId } = input;
    const deal = await lockDealForLines(tx, dealId);
    if (!deal.ok) return deal;
    const line = await lockDealLine(tx, dealId, lineId);
    if (line === null) return no("deal_line_unknown", {}, ["lineId"]);
    const upsells = await readUpsells(tx, act, line, input.upsellIds);
    if (!upsells.ok) return upsells;
    if (input.attributes !== undefined) {
      const asked = (await findAsked(tx, [line.itemId])).get(line.itemId) ?? [];
      const checked = checkAskedAttributes(asked, input.attributes, ["attributes"], { partly: true });
      if (!checked.ok) return checked;
    }
    const { fields, fromTo } = changesOf<DealLine & { upsells: readonly UpsellPrice[] }>(
      { ...line, upsells: line.upsells.map(pricesOf) },
      {
        quantity: input.quantity === undefined ? undefined : decimal(input.quantity),
        price: input.price === undefined ? undefined : decimal(input.price),
        promisedDate: input.promisedDate,
        attributes: input.attributes === undefined ? undefined : orderedAttributes(input.attributes),
        upsells: upsells.value.map(pricesOf),
      },
    );
    if (Object.keys(fields).length === 0) return ok({});
    const { upsells: changedUpsells, ...columns } = fields;
    if (columns.quantity?.lt(line.shipped) === true)
      return no("deal_line_shipped", { shipped: text(line.shipped) }, ["quantity"]);
    if (Object.keys(columns).length > 0) await updateDealLine(tx, lineId, columns);
    if (changedUpsells !== undefined) await replaceUpsells(tx, lineId, line.upsells, upsells.value);
    await appendLineFact(tx, act, deal.value, "deal_line_changed", { lineId, ...fromTo });
    await tell(tx, act, deal.value, { ...line, id: lineId }, fields);
    return ok({});
  },
);

type UpsellPrice = { readonly upsellId: Id; readonly price: string };
const pricesOf = ({ upsellId, price }: ChosenUpsell): UpsellPrice => ({ upsellId, price: text(price) });

/** The upsells as they are from now on: those that stay at their old price, in their old order, the new ones behind. */
async function readUpsells(
  tx: Tx,
  act: Act,
  line: LockedLine,
  wanted: readonly Id[] | undefined,
): Promise<Result<readonly ChosenUpsell[]>> {
  if (wanted === undefined) return ok(line.upsells);
  const kept = line.upsells.filter(({ upsellId }) => wanted.includes(upsellId));
  const added = [...new Set(wanted)].filter((id) => !kept.some(({ upsellId }) => upsellId === id));
  const found = await findUpsellsInUse(tx, added);
  const come: ChosenUpsell[] = [];
  for (const upsellId of added) {
    const upsell = found.get(upsellId);
    if (upsell === undefined || upsell.itemId !== line.itemId) {
      return no("upsell_unknown", {}, ["upsellIds", wanted.indexOf(upsellId)]);
    }
    come.push({ id: act.newId(), upsellId, price: upsell.price });
  }
  return ok([...kept, ...come]);
}

/** The price is no matter of the shop's. An order that is done is concerned where more is sold than it was for. */
async function tell(
  tx: Tx,
  act: Act,
  deal: { readonly id: Id; readonly title: string },
  line: LockedLine & { readonly id: Id },
  fields: Readonly<Partial<Record<"promisedDate" | "attributes" | "upsells", unknown>>> & {
    readonly quantity?: Decimal;
  },
): Promise<void> {
  const { quantity, promisedDate } = fields;
  const matters = [quantity, promisedDate, fields.attributes, fields.upsells];
  if (matters.every((part) => part === undefined)) return;
  const more = quantity?.gt(line.quantity) === true;
  const orders = (await findOrdersOfDeal(tx, deal.id, line.id)).filter((order) => more || isOpen(order));
  const isChanged = (part: unknown): string => (part === undefined ? "no" : "yes");
  await tellProduction(tx, act, deal, orders, "task.deal_line_changed", {
    product: line.product,
    quantity: isChanged(quantity),
    from: text(line.quantity),
    to: text(quantity ?? line.quantity),
    upsells: isChanged(fields.upsells),
    attributes: isChanged(fields.attributes),
    promised: typeof promisedDate === "string" ? "yes" : promisedDate === undefined ? "no" : "gone",
    promisedDate: typeof promisedDate === "string" ? promisedDate : null,
  });
}
