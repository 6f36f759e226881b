import { addItem } from "#commands/catalog/add-item.ts";
import type { RequestOf } from "#modules/routes.ts";
import type { TestWorkspace } from "./a-workspace.ts";

type Wish = Partial<Omit<RequestOf<"addItem">, "variants">> & {
  variant?: Partial<RequestOf<"addItem">["variants"][number]>;
};

/** An item of one variant: a product in pieces unless told. */
export async function anItem(
  workspace: TestWorkspace,
  { variant, ...wish }: Wish = {},
): Promise<{ itemId: string; variantId: string }> {
  const item = { kind: "product", name: "Oak chair", unit: "pcs", ...wish } as const;
  const made = await workspace.run(addItem, { ...item, variants: [{ name: item.name, ...variant }] });
  const [variantId] = made.variantIds;
  if (variantId === undefined) throw new Error("An item has a variant");
  return { itemId: made.itemId, variantId };
}
