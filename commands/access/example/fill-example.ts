import type { CreatedWorkspace } from "#commands/access/create-workspace.ts";
import type { Language } from "#commands/access/starting-words.ts";
import { addDeal } from "#commands/crm/add-deal.ts";
import { moveDeal } from "#commands/crm/move-deal.ts";
import { createOrder } from "#commands/production/create-order.ts";
import { addReadyTemplate } from "#commands/templates/add-ready-template.ts";
import { text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Actor } from "#modules/access/contract/roles.ts";
import { may } from "#modules/access/core/may.ts";
import type { AskedAttribute, OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import type { ReadyTrade } from "#modules/templates/contract/routes.ts";
import { findProduct } from "#modules/templates/store/product.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { hireWorkers, meetCustomers } from "./example-people.ts";
import { deliver } from "./example-stock.ts";
import { exampleWords } from "./example-words.ts";
import { storyteller } from "./storyteller.ts";
import { workThrough } from "./work-through.ts";

const hour = 3_600_000;

/** How many are ordered: by the deal in work, by the one to be accepted, and by the one just asked for. */
const quantities: Readonly<Record<ReadyTrade, readonly [number, number, number]>> = {
  sewing: [12, 20, 30],
  furniture: [1, 2, 1],
  bakery: [40, 60, 90],
  joinery: [6, 10, 2],
  print: [10, 20, 40],
  coffee: [40, 30, 60],
};

export type ExampleStory = {
  readonly trade: ReadyTrade;
  readonly language: Language;
  readonly timeZone: string;
  readonly now: Date;
};

/**
 * Fills an example workshop that has just been made: its ready template, two colleagues, two deliveries, three deals and
 * an order that lacks only its last stage, so that a first order is finished at its real cost after a few taps.
 * What lies before `now` is told as it would have happened.
 */
export async function fillExample(tx: Tx, created: CreatedWorkspace, story: ExampleStory): Promise<void> {
  const { ownerId, dealStatusIds, warehouseIds } = created;
  const { trade, language, timeZone, now } = story;
  const words = exampleWords[language];
  const owner: Actor = { kind: "member", memberId: ownerId, roles: ["owner"], tradeIds: [] };
  const tell = storyteller(tx, owner);
  const ago = (hours: number): Date => new Date(now.getTime() - hours * hour);

  const { itemId } = await tell(addReadyTemplate, { trade }, ago(96));
  const workers = await hireWorkers(tx, tell, ownerId, words, ago(96));
  const variant = await findVariant(tx, itemId);
  const attributes = answersFor((await findProduct(tx, itemId))?.asked ?? []);
  const quantity = quantities[trade].reduce((sum, one) => sum + one, 0);
  const viewer = {
    actor: owner,
    now,
    timeZone,
    may: (action: Parameters<typeof may>[1]) => may(owner, action),
  };
  await deliver(tx, tell, {
    words,
    warehouseId: warehouseIds.materials,
    variantId: variant.id,
    quantity,
    attributes,
    viewer,
    first: ago(92),
    second: ago(70),
  });

  const customers = await meetCustomers(tell, words, ago(60));
  const sell = async (which: 0 | 1 | 2, days: number, at: Date): Promise<Id> => {
    const customer = customers[which % customers.length];
    const promisedDate = new Date(now.getTime() + days * 24 * hour).toISOString().slice(0, 10);
    const line = { variantId: variant.id, quantity: quantities[trade][which], price: variant.price };
    const deal = { title: words.deals[trade][which], ...customer, responsibleId: ownerId };
    return (await tell(addDeal, { ...deal, lines: [{ ...line, promisedDate, attributes }] }, at)).dealId;
  };
  const inWork = await sell(0, 1, ago(56));
  const agreed = await sell(1, 8, ago(20));
  await sell(2, 15, ago(3));
  const move = (dealId: Id, to: "quoted" | "inProduction") => ({
    dealId,
    fromStatusId: dealStatusIds.new,
    dealStatusId: dealStatusIds[to],
  });
  await tell(moveDeal, move(agreed, "quoted"), ago(18));
  // Not by way of the accepted ones: a trigger would make the order, once more and only later.
  await tell(moveDeal, move(inWork, "inProduction"), ago(51));
  const dealLineId = await lineOf(tx, inWork);
  const order = { variantId: variant.id, quantity: quantities[trade][0], dealId: inWork, dealLineId };
  const { orderId } = await tell(createOrder, order, ago(50));
  await workThrough(tx, tell, { orderId, workers, from: ago(48) });
}

/** The product's variant that is sold: of several sizes the second. */
async function findVariant(tx: Tx, itemId: Id): Promise<{ id: Id; price: string }> {
  const rows = await tx.db
    .selectFrom("variant")
    .select(["id", "sale_price as price"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("item_id", "=", itemId)
    .orderBy("id")
    .limit(2)
    .execute();
  const row = rows.at(-1);
  if (row === undefined) throw new Error("A ready template has a product with a variant");
  return { id: row.id, price: row.price === null ? "0" : text(row.price) };
}

async function lineOf(tx: Tx, dealId: Id): Promise<Id> {
  const line = await tx.db
    .selectFrom("deal_line")
    .select("id")
    .where("workspace_id", "=", tx.workspaceId)
    .where("deal_id", "=", dealId)
    .executeTakeFirstOrThrow();
  return line.id;
}

/** What a customer might have answered to what the product asks. */
function answersFor(asked: readonly AskedAttribute[]): OrderAttributes {
  const measures = ["120", "220", "60"];
  let measured = 0;
  return Object.fromEntries(
    asked.map(({ name, kind, unit, choices }): [string, OrderAttributes[string]] => {
      if (kind !== "number" || unit === null) return [name, { text: choices[0] ?? name }];
      const amount = measures[measured % measures.length] ?? "100";
      measured += 1;
      return [name, { amount, unit }];
    }),
  );
}
