import { sql } from "kysely";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { catalogRoutes } from "../contract/routes.ts";

type Route = typeof catalogRoutes.findByCode;

/** At most two: a code is of one variant as barcode, and of one as SKU. Archived ones are named nowhere. */
export async function findByCode(
  tx: Tx,
  { code }: Input<Route>,
  _viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const { rows } = await sql<Output<Route>["rows"][number]>`
    select v.id as "variantId", i.id as "itemId", i.name as "itemName", v.name as "variantName", i.unit,
      case when v.barcode = ${code} then 'barcode' else 'sku' end as "by"
    from variant v
    join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
    where v.workspace_id = ${tx.workspaceId} and (v.barcode = ${code} or v.sku = ${code})
      and not v.archived and not i.archived
    order by v.barcode is distinct from ${code}, v.id`.execute(tx.db);
  return ok({ rows });
}
