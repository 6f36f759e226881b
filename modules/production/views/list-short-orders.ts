import { sql } from "kysely";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { shortageRoutes } from "#modules/production/contract/shortage-routes.ts";
import { decodeCursor, encodeCursor } from "#server/database/cursor.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { fillingKeys, orderNormColumns, orderNormTables } from "./order-norm-rows.ts";

type Route = typeof shortageRoutes.listShortOrders;
type Row = Output<Route>["rows"][number] & { reservationId: string };

/** What a row of listShortages adds up, in the order in which it will be filled. Nothing where nobody is short. */
export async function listShortOrders(
  tx: Tx,
  input: Input<Route>,
  _viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const wishes = [
    sql`r.workspace_id = ${tx.workspaceId} and not r.closed and r.quantity < r.wanted
      and r.balance_id = (
        select b.id from balance b
        where b.workspace_id = ${tx.workspaceId} and b.variant_id = ${input.variantId}
          and b.warehouse_id = ${input.warehouseId})`,
  ];
  if (input.cursor !== undefined) {
    const after = decodeCursor(input.cursor, "u");
    if (!after.ok) return after;
    wishes.push(sql`(${fillingKeys}) > (
      select ${fillingKeys} from reservation r where r.workspace_id = ${tx.workspaceId} and r.id = ${after.value[0]})`);
  }
  const { rows: found } = await sql<Row>`
    select r.id as "reservationId", ${orderNormColumns}
    from reservation r ${orderNormTables}
    where ${sql.join(wishes, sql` and `)}
    order by ${fillingKeys}
    limit ${input.limit + 1}`.execute(tx.db);
  const rows = found.slice(0, input.limit);
  const last = found.length > input.limit ? rows.at(-1) : undefined;
  return ok({
    rows: rows.map(({ reservationId: _, ...row }) => row),
    next: last === undefined ? null : encodeCursor([last.reservationId]),
  });
}
