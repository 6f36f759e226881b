import type { RequestOf } from "#modules/routes.ts";
import { ask, tell } from "./ask.ts";
import type { Person } from "./browser.ts";

type Stage = RequestOf<"addTemplate">["body"]["stages"][number];

/** A stage for any operator, a minute a unit; the key is its name in small letters. */
export const minuteStage = (name: string, more: Partial<Stage> = {}): Stage => ({
  key: name.toLowerCase(),
  name,
  performer: { kind: "role", role: "operator" },
  unitSeconds: 60,
  consumption: "at_start",
  ...more,
});

/** A product of the story's own, made as a whole batch by these stages without materials, and an order of it. */
export async function ownOrder(
  owner: Person,
  slug: string,
  { name, quantity, stages }: { readonly name: string; readonly quantity: number; readonly stages: Stage[] },
): Promise<string> {
  const { rows } = await ask(owner, slug, "listWarehouses", {});
  const variants = [{ name }];
  const item = await tell(owner, slug, "addItem", { kind: "product", name, unit: "pcs", variants });
  const policies = { finishedWarehouseId: rows[0]?.id ?? "", batchMode: "whole" } as const;
  await tell(owner, slug, "addTemplate", {
    itemId: item.itemId,
    name,
    body: { triggers: {}, policies, stages },
  });
  const variantId = item.variantIds[0] ?? "";
  return (await tell(owner, slug, "createOrder", { variantId, quantity })).orderId;
}
