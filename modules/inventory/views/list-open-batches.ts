import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { inventoryRoutes } from "../contract/routes.ts";
import { makesBatches } from "../core/finished-batch.ts";
import { readStock } from "../store/read-stock.ts";
import { findUnknown } from "./find-unknown.ts";
import { keepingOfVariants } from "./keeping-of-variants.ts";
import { asOpenBatches, lyingAt, namesOfBatches } from "./open-batches.ts";

type Route = typeof inventoryRoutes.listOpenBatches;

export async function listOpenBatches(
  tx: Tx,
  { places }: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const unknown = await findUnknown(tx, {
    variantIds: places.map((place) => place.variantId),
    warehouseIds: places.map((place) => place.warehouseId),
  });
  for (const [index, place] of places.entries()) {
    if (unknown.variants.has(place.variantId)) {
      return no("variant_unknown", {}, ["places", index, "variantId"]);
    }
    if (unknown.warehouses.has(place.warehouseId)) {
      return no("warehouse_unknown", {}, ["places", index, "warehouseId"]);
    }
  }
  const keeping = await keepingOfVariants(
    tx,
    places.map((place) => place.variantId),
  );
  const stock = await readStock(tx, places);
  const lying = places.map((place) => ({ place, ...lyingAt(stock, place, viewer) }));
  const names = await namesOfBatches(
    tx,
    lying.flatMap(({ parts }) => parts.map((part) => part.batchId)),
    viewer,
  );
  return ok({
    places: lying.map(({ place, parts, unknown: rest }) => {
      const kept = keeping.get(place.variantId);
      return {
        ...place,
        traced: kept?.traced === true,
        apart: makesBatches(kept),
        shelfLifeDays: kept?.shelfLifeDays ?? null,
        batches: [...asOpenBatches(parts, names)],
        unknown: rest,
      };
    }),
  });
}
