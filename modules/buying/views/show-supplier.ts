import { sql } from "kysely";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { supplierRoutes } from "../contract/supplier-routes.ts";
import { selectSuppliers } from "./list-suppliers.ts";

type Route = typeof supplierRoutes.showSupplier;

export async function showSupplier(
  tx: Tx,
  { supplierId }: Input<Route>,
  _viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const [supplier] = await selectSuppliers(tx, sql`s.id = ${supplierId}`, 1);
  return supplier === undefined ? no("supplier_unknown", {}, ["supplierId"]) : ok(supplier);
}
