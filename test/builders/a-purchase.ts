import { addPurchase } from "#commands/buying/add-purchase.ts";
import { addSupplier } from "#commands/buying/add-supplier.ts";
import { sendPurchase } from "#commands/buying/send-purchase.ts";
import { buyingRoutes } from "#modules/buying/contract/routes.ts";
import { showPurchase } from "#modules/buying/views/show-purchase.ts";
import type { OutputOf, RequestOf } from "#modules/routes.ts";
import type { TestWorkspace } from "./a-workspace.ts";
import { anItem } from "./an-item.ts";

export type Purchase = OutputOf<"showPurchase">;

export async function aSupplier(
  workspace: Pick<TestWorkspace, "run">,
  wish: Partial<RequestOf<"addSupplier">> = {},
): Promise<string> {
  return (await workspace.run(addSupplier, { name: "Mill", ...wish })).supplierId;
}

export const seePurchase = (workspace: TestWorkspace, purchaseId: string): Promise<Purchase> =>
  workspace.see(buyingRoutes.showPurchase, showPurchase, { purchaseId });

/** 100 kg of flour at 10 ordered from a mill, sent unless told. */
export async function aPurchase(
  workspace: TestWorkspace,
  { send = true, ...wish }: Partial<RequestOf<"addPurchase">> & { send?: boolean } = {},
): Promise<{
  purchaseId: string;
  supplierId: string;
  variantId: string;
  warehouseId: string;
  lineId: string;
}> {
  const supplierId = wish.supplierId ?? (await aSupplier(workspace));
  const variantId =
    wish.lines?.[0]?.variantId ??
    (await anItem(workspace, { kind: "material", name: "Flour", unit: "kg" })).variantId;
  const warehouseId = wish.warehouseId ?? workspace.warehouseIds.materials;
  const lines = wish.lines ?? [{ variantId, quantity: "100", price: "10" }];
  const { purchaseId } = await workspace.run(addPurchase, { ...wish, supplierId, warehouseId, lines });
  if (send) await workspace.run(sendPurchase, { purchaseId });
  const lineId = (await seePurchase(workspace, purchaseId)).lines[0]?.id ?? "";
  return { purchaseId, supplierId, variantId, warehouseId, lineId };
}
