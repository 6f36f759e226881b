import { type RawBuilder, sql } from "kysely";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import { containing } from "#kernel/search.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { decodeCursor, encodeCursor } from "#server/database/cursor.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { supplierRoutes } from "../contract/supplier-routes.ts";

type Route = typeof supplierRoutes.listSuppliers;
type Row = Output<Route>["rows"][number];

/** By name; archived ones only where they are asked for, and then last. */
export async function listSuppliers(
  tx: Tx,
  input: Input<Route>,
  _viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const wishes = [input.archived ? sql`true` : sql`not s.archived`];
  if (input.search !== undefined && input.search !== "") {
    const pattern = containing(input.search);
    wishes.push(sql`(s.name ilike ${pattern} or s.email ilike ${pattern} or s.phone ilike ${pattern})`);
  }
  if (input.cursor !== undefined) {
    const after = decodeCursor(input.cursor, "u");
    if (!after.ok) return after;
    wishes.push(sql`(s.archived, lower(s.name) collate "und-x-icu", s.id) > (
      select l.archived, lower(l.name) collate "und-x-icu", l.id from supplier l
      where l.workspace_id = ${tx.workspaceId} and l.id = ${after.value[0]})`);
  }
  const found = await selectSuppliers(tx, sql.join(wishes, sql` and `), input.limit + 1);
  const rows = found.slice(0, input.limit).map(({ notes: _, ...row }) => row);
  const last = found.length > input.limit ? rows.at(-1) : undefined;
  return ok({ rows, next: last === undefined ? null : encodeCursor([last.id]) });
}

/** `where` speaks of the supplier as `s`. */
export async function selectSuppliers(
  tx: Tx,
  where: RawBuilder<unknown>,
  limit: number,
): Promise<(Row & { notes: string })[]> {
  const { rows } = await sql<Row & { notes: string }>`
    select s.id, s.name, s.phone, s.email, s.lead_days as "leadDays", s.archived, s.notes,
      (select count(*) from (
        select distinct on (p.variant_id) p.withdrawn from supplier_price p
        where p.workspace_id = ${tx.workspaceId} and p.supplier_id = s.id
        order by p.variant_id, p.valid_from desc, p.id desc) as offer where not offer.withdrawn) as offers,
      (select count(*) from purchase_order o where o.workspace_id = ${tx.workspaceId} and o.supplier_id = s.id
        and o.state in ('draft', 'sent', 'partly_received')) as "openPurchases"
    from supplier s
    where s.workspace_id = ${tx.workspaceId} and ${where}
    order by s.archived, lower(s.name) collate "und-x-icu", s.id
    limit ${limit}`.execute(tx.db);
  return rows;
}
