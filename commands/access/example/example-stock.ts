import { addSupplier } from "#commands/buying/add-supplier.ts";
import { setSupplierPrice } from "#commands/buying/set-supplier-price.ts";
import { receiveStock } from "#commands/inventory/receive-stock.ts";
import { previewOrder } from "#commands/production/preview-order.ts";
import { decimal, type Decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { inputOf } from "#kernel/route.ts";
import type { Unit } from "#kernel/unit.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { ExampleWords } from "./example-words.ts";
import type { Tell } from "./storyteller.ts";

export type Delivery = {
  readonly words: ExampleWords;
  readonly warehouseId: Id;
  /** what is to be made of it, all deals together */
  readonly variantId: Id;
  readonly quantity: number;
  readonly attributes: OrderAttributes;
  readonly viewer: Viewer;
  readonly first: Date;
  readonly second: Date;
};

/** Of a material that nobody has asked for yet, or whose colour is picked later. */
const some: Readonly<Partial<Record<Unit, string>>> = { m: "120", kg: "20", pcs: "100" };

/**
 * Enough of every material for all deals, delivered twice by two suppliers at prices that differ, so that there is an
 * average to see.
 */
export async function deliver(tx: Tx, tell: Tell, delivery: Delivery): Promise<void> {
  const { words, warehouseId, variantId, quantity, attributes, viewer, first, second } = delivery;
  const asked = inputOf(productionRoutes.previewOrder, { variantId, quantity, attributes });
  const preview = await previewOrder(tx, asked, viewer);
  if (!preview.ok) throw new Error(`No plan for the example: ${JSON.stringify(preview.refusal)}`);
  const needs = new Map(preview.value.shortages.map((row) => [row.variantId, decimal(row.required)]));
  const materials = await findMaterials(tx);
  const lines = materials.map((material) => {
    const whole = roundUp(needs.get(material.variantId) ?? decimal(some[material.unit] ?? "20"));
    const early = whole.times("0.6").round(material.unit === "pcs" ? 0 : 2);
    return { material, early, late: whole.minus(early) };
  });
  const dearer = (price: Decimal): Decimal => price.times("1.04").round(2, 3);
  const deliveries = [
    { name: words.suppliers[0], note: words.firstDelivery, at: first, part: "early", priceOf: asListed },
    { name: words.suppliers[1], note: words.secondDelivery, at: second, part: "late", priceOf: dearer },
  ] as const;
  for (const { name, note, at, part, priceOf } of deliveries) {
    const { supplierId } = await tell(addSupplier, { name, leadDays: part === "early" ? 2 : 5 }, at);
    const received = lines.flatMap(({ material, ...parts }) => {
      const price = text(priceOf(material.price));
      return parts[part].gt(0) ? [{ variantId: material.variantId, quantity: text(parts[part]), price }] : [];
    });
    for (const line of received) {
      await tell(
        setSupplierPrice,
        { supplierId, variantId: line.variantId, price: line.price, preferred: part === "early" },
        at,
      );
    }
    await tell(receiveStock, { warehouseId, lines: received, note }, at);
  }
}

const asListed = (price: Decimal): Decimal => price;

/** A quarter more than is needed, as one would order it: 27.3 → 40, 8.2 → 15. */
function roundUp(needed: Decimal): Decimal {
  const wish = needed.times("1.25");
  const magnitude = decimal(10).pow(wish.e);
  const step = ["1", "1.5", "2", "3", "4", "5", "6", "8", "10"].find((one) => magnitude.times(one).gte(wish));
  return magnitude.times(step ?? "10");
}

type Material = { readonly variantId: Id; readonly unit: Unit; readonly price: Decimal };

async function findMaterials(tx: Tx): Promise<Material[]> {
  const rows = await tx.db
    .selectFrom("variant as v")
    .innerJoin("item as i", (join) =>
      join.onRef("i.workspace_id", "=", "v.workspace_id").onRef("i.id", "=", "v.item_id"),
    )
    .innerJoin("list_price as p", (join) =>
      join.onRef("p.workspace_id", "=", "v.workspace_id").onRef("p.variant_id", "=", "v.id"),
    )
    .select(["v.id as variantId", "i.unit", "p.price"])
    .where("v.workspace_id", "=", tx.workspaceId)
    .where("i.kind", "=", "material")
    .orderBy("v.id")
    .execute();
  return rows.map(({ unit, ...row }) => ({ ...row, unit: unit as Unit }));
}
