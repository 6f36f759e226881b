import { addItem } from "#commands/catalog/add-item.ts";
import { createOrder } from "#commands/production/create-order.ts";
import { addTemplate } from "#commands/templates/add-template.ts";
import type { Id } from "#kernel/id.ts";
import { type TemplateBody, templateBodyField } from "#modules/templates/contract/template-body.ts";
import type { TestDatabase } from "#test/database.ts";
import { aWorkshop, type Workshop } from "./workshop.ts";
import { shopMinute } from "./workshop-orders.ts";

/**
 * Bread of half a kilogram of dough (kg), dough of 0.6 kg of flour and a quarter of starter, starter of flour. Each has
 * a template of its own, whose one stage is "making" (of dough also "resting") and consumes at its start.
 */
export type Bakery = Workshop & {
  readonly breadId: Id;
  readonly doughId: Id;
  readonly starterId: Id;
  readonly doughTemplateId: Id;
  readonly starterTemplateId: Id;
};

type Norm = { readonly variantId: Id; readonly perUnit: string };
export type BakeryWish = {
  /** of bread */
  readonly policies?: Partial<TemplateBody["policies"]>;
  readonly consumption?: "at_start" | "at_completion";
  readonly doughMode?: TemplateBody["policies"]["batchMode"];
  readonly flour?: string;
};

export async function aBakery(testDatabase: TestDatabase, wish: BakeryWish = {}): Promise<Bakery> {
  const shop = await aWorkshop(testDatabase, { flour: wish.flour ?? "1000" });
  const make = async (kind: "product" | "semi_finished", name: string) => {
    const { itemId, variantIds } = await shop.make(addItem, {
      kind,
      name,
      unit: kind === "product" ? "pcs" : "kg",
      shelfLifeDays: null,
      variants: [{ name, sku: null, attributes: {}, salePrice: null, listPrice: null }],
    });
    return { itemId, variantId: variantIds[0] ?? "" };
  };
  const bread = await make("product", "Bread");
  const dough = await make("semi_finished", "Dough");
  const starter = await make("semi_finished", "Starter");
  const template = async (itemId: Id, name: string, body: TemplateBody): Promise<Id> =>
    (await shop.make(addTemplate, { itemId, name, body, comment: "" })).templateId;
  await template(
    bread.itemId,
    "Bread",
    bodyOf(
      shop,
      ["making"],
      [{ variantId: dough.variantId, perUnit: "0.5" }],
      wish.policies ?? {},
      wish.consumption,
    ),
  );
  const doughTemplateId = await template(
    dough.itemId,
    "Dough",
    bodyOf(
      shop,
      ["making", "resting"],
      [
        { variantId: shop.flourId, perUnit: "0.6" },
        { variantId: starter.variantId, perUnit: "0.25" },
      ],
      { batchMode: wish.doughMode ?? "whole" },
    ),
  );
  const starterTemplateId = await template(
    starter.itemId,
    "Starter",
    bodyOf(shop, ["making"], [{ variantId: shop.flourId, perUnit: "1" }]),
  );
  return {
    ...shop,
    breadId: bread.variantId,
    doughId: dough.variantId,
    starterId: starter.variantId,
    doughTemplateId,
    starterTemplateId,
  };
}

export function bodyOf(
  shop: Pick<Workshop, "materialsId" | "finishedId">,
  stages: readonly string[],
  norms: readonly Norm[],
  policies: Partial<TemplateBody["policies"]> = {},
  consumption: "at_start" | "at_completion" = "at_start",
): TemplateBody {
  return templateBodyField.parse({
    stages: stages.map((key, place) => ({
      key,
      name: key,
      performer: { kind: "role", role: "operator" },
      consumption,
      norms: place === 0 ? norms.map((norm) => ({ ...norm, warehouseId: shop.materialsId })) : [],
    })),
    triggers: {},
    policies: { finishedWarehouseId: shop.finishedId, ...policies },
  });
}

export async function anOrderOfBread(shop: Bakery, quantity: number, minute = 0): Promise<Id> {
  const order = { variantId: shop.breadId, quantity, notes: "", dealId: null, dealLineId: null };
  return (await shop.make(createOrder, order, { now: shopMinute(minute) })).orderId;
}
