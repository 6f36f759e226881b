import { addTrade } from "#commands/access/add-trade.ts";
import { addItem } from "#commands/catalog/add-item.ts";
import { addUpsell } from "#commands/catalog/add-upsell.ts";
import { addWarehouse } from "#commands/inventory/add-warehouse.ts";
import { addSubcontractor } from "#commands/subcontracting/add-subcontractor.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { templatesRoutes } from "#modules/templates/contract/routes.ts";
import { insertTask } from "#modules/crm/store/task.ts";
import { withOpenPerformers } from "#modules/templates/core/ready/open-performers.ts";
import type { ReadyTemplate } from "#modules/templates/core/ready/ready-template.ts";
import { keyOfReference, listFileReferences, readFileBody } from "#modules/templates/core/template-file.ts";
import { findProduct } from "#modules/templates/store/product.ts";
import { findSurroundings, type Surroundings } from "#modules/templates/store/surroundings.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { type Act, defineCommand } from "../run-command.ts";
import { checkBody, checkProduct } from "./check-body.ts";
import { planReadyTemplate, type PlannedReadyTemplate } from "./ready-template.ts";
import { idsOfFile } from "./template-of-file.ts";
import { writeTemplate } from "./write-template.ts";

/**
 * Makes what the template names and the workspace lacks, by the commands that anybody would make it with, and
 * the template itself; all or nothing. Materials and trades that are there by name are taken; the product is always
 * new.
 */
export const addReadyTemplate = defineCommand(
  "addReadyTemplate",
  templatesRoutes.addReadyTemplate,
  async (tx, { trade }, act) => {
    const planned = planReadyTemplate(trade, await findSurroundings(tx));
    const { ready } = planned;
    const found = await findSurroundings(tx, [
      ...namesOfProduct(ready),
      ...ready.materials.map(({ name }) => name),
      ...subcontractorsOf(ready).map(({ name }) => name),
    ]);
    const missing = missingTrades(ready, found);
    // Who may add no trades gets the template all the same: its stages are open until somebody adds them.
    const open = act.may("trade.manage") ? [] : missing;
    const around = await addSurroundings(tx, planned, found, act);
    if (!around.ok) return around;
    const product = await addProduct(tx, ready, found, act);
    if (!product.ok) return product;
    const itemId = product.value;
    const made = checkProduct(await findProduct(tx, itemId));
    if (!made.ok) return made;
    const fileBody = withOpenPerformers(ready.body, open, unusableSubcontractors(ready, found, act));
    const references = listFileReferences(fileBody);
    if (!references.ok) return references;
    const ids = await idsOfFile(tx, references.value, { itemId, mapped: [] });
    if (!ids.ok) return ids;
    const read = readFileBody(fileBody, (reference) => ids.value.get(keyOfReference(reference)) ?? null);
    if (!read.ok) return read;
    const body = await checkBody(tx, read.value, made.value);
    if (!body.ok) return body;
    const origin = { ready: trade };
    const name = nameOfProduct(ready, found);
    const written = await writeTemplate(tx, act, { itemId, name }, { body: body.value, comment: "", origin });
    if (!written.ok) return written;
    if (open.length > 0) await askForTrades(tx, act, name, open);
    return ok({ templateId: written.value.templateId, itemId, openTrades: open });
  },
);

const subcontractorsOf = ({ subcontractors = [] }: ReadyTemplate) => subcontractors;

/** Those that were put away, and those that are not there and that who asks may not add. */
function unusableSubcontractors(ready: ReadyTemplate, found: Surroundings, act: Act): string[] {
  return subcontractorsOf(ready)
    .map(({ name }) => name)
    .filter((name) => {
      const known = found.subcontractors.find((one) => one.name === name);
      return known === undefined ? !act.may("subcontractor.write") : known.archived;
    });
}

export const missingTrades = (ready: ReadyTemplate, found: Pick<Surroundings, "trades">): string[] =>
  ready.trades.filter((name) => !found.trades.includes(name));

/** Whoever may add them is asked to, with the template that waits for them. */
async function askForTrades(tx: Tx, act: Act, template: string, missing: readonly string[]): Promise<void> {
  const taskId = act.newId();
  const task = {
    title: template,
    textId: "task.trades_missing",
    textValues: { template, trades: missing.join(", ") },
    assigneeId: null,
    assigneeTradeId: null,
    assigneeRole: "owner",
    dueDate: null,
    dealId: null,
    orderId: null,
  };
  await insertTask(tx, { ...task, id: taskId, details: "", now: act.now });
  act.append({ kind: "task_added", thing: "task", thingId: taskId, version: 1, data: task });
}

/** Trades, warehouses and materials that are not there yet; trades as far as one may add them. */
async function addSurroundings(
  tx: Tx,
  { ready, warehouses }: PlannedReadyTemplate,
  found: Surroundings,
  act: Act,
): Promise<Result<null>> {
  for (const name of ready.trades) {
    if (found.trades.includes(name)) continue;
    if (!act.may("trade.manage")) continue;
    const added = await addTrade.run(tx, { name }, act);
    if (!added.ok) return added;
  }
  for (const { name, services } of subcontractorsOf(ready)) {
    if (found.subcontractors.some((one) => one.name === name) || !act.may("subcontractor.write")) continue;
    const nothing = { contactPerson: "", phone: null, email: null, contactId: null, notes: "" };
    const added = await addSubcontractor.run(tx, { name, services, ...nothing }, act);
    if (!added.ok) return added;
  }
  for (const name of warehouses) {
    if (found.warehouses.includes(name)) continue;
    if (!act.may("stock.write")) return no("not_allowed", { action: "stock.write" });
    const added = await addWarehouse.run(tx, { name }, act);
    if (!added.ok) return added;
  }
  for (const { name, unit, variants } of ready.materials) {
    if (found.items.some((item) => item.name === name && item.kind !== "product")) continue;
    if (!act.may("item.write")) return no("not_allowed", { action: "item.write" });
    const added = await addItem.run(
      tx,
      {
        kind: "material",
        name,
        unit,
        shelfLifeDays: null,
        variants: variants.map((variant) => ({ ...variant, sku: null, barcode: null, salePrice: null })),
      },
      act,
    );
    if (!added.ok) return added;
  }
  return ok(null);
}

async function addProduct(tx: Tx, ready: ReadyTemplate, found: Surroundings, act: Act): Promise<Result<Id>> {
  if (!act.may("item.write")) return no("not_allowed", { action: "item.write" });
  const { product } = ready;
  const name = nameOfProduct(ready, found);
  const added = await addItem.run(
    tx,
    {
      kind: "product",
      name,
      unit: "pcs",
      shelfLifeDays: product.shelfLifeDays,
      asked: [...product.asked],
      variants: product.variants.map((variant) => ({
        ...variant,
        // One that has the item's name stands for an item without variants.
        name: variant.name === product.name ? name : variant.name,
        sku: null,
        barcode: null,
        listPrice: null,
      })),
    },
    act,
  );
  if (!added.ok) return added;
  const { itemId } = added.value;
  for (const upsell of product.upsells) {
    const sold = await addUpsell.run(tx, { itemId, ...upsell }, act);
    if (!sold.ok) return sold;
  }
  return ok(itemId);
}

/** A second one of the same trade is told apart by a number. */
const namesOfProduct = ({ product: { name } }: ReadyTemplate): string[] => [
  name,
  ...Array.from({ length: 50 }, (_, index) => `${name} ${index + 2}`),
];

function nameOfProduct(ready: ReadyTemplate, found: Surroundings): string {
  const taken = new Set(found.items.map(({ name }) => name));
  return namesOfProduct(ready).find((name) => !taken.has(name)) ?? ready.product.name;
}
