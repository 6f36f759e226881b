import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { decodeCursor, encodeCursor } from "#server/database/cursor.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { purchaseRoutes } from "../contract/purchase-routes.ts";
import { idsOf, type Names, valuesOf } from "./purchase-fact-values.ts";

type Route = typeof purchaseRoutes.showPurchaseHistory;
type FactRow = {
  id: Id;
  kind: string;
  version: number;
  data: Record<string, unknown>;
  at: Date;
  byName: string | null;
  byWhom: "member" | "automation" | "system";
};

/** A purchase order's facts, newest first: what happened, by whom, from what to what. */
export async function showPurchaseHistory(
  tx: Tx,
  input: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  let before: number | null = null;
  if (input.cursor !== undefined) {
    const cursor = decodeCursor(input.cursor, "n");
    if (!cursor.ok) return cursor;
    before = Math.min(Number(cursor.value[0]), 2_147_483_647);
  }
  const { rows: found } = await sql<FactRow>`
    select f.id, f.kind, f.version, f.data, f.at, m.name as "byName", f.by_whom as "byWhom"
    from fact f
    left join member m on m.workspace_id = f.workspace_id and m.id = f.by_member
    where f.workspace_id = ${tx.workspaceId} and f.thing = 'purchase' and f.thing_id = ${input.purchaseId}
      ${before === null ? sql`` : sql`and f.version < ${before}`}
    order by f.version desc
    limit ${input.limit + 1}`.execute(tx.db);
  // It has at least the fact of its beginning.
  if (found.length === 0 && before === null) return no("purchase_unknown", {}, ["purchaseId"]);
  const page = found.slice(0, input.limit);
  const names = await readNames(
    tx,
    page.flatMap((fact) => idsOf(fact.data)),
  );
  const last = found.length > input.limit ? page.at(-1) : undefined;
  return ok({
    rows: page.map((fact) => ({
      id: fact.id,
      kind: fact.kind,
      at: fact.at.toISOString(),
      byName: fact.byName,
      byWhom: fact.byWhom,
      values: valuesOf(fact, names, viewer.may("item.cost")),
    })),
    next: last === undefined ? null : encodeCursor([last.version]),
  });
}

async function readNames(tx: Tx, ids: readonly Id[]): Promise<Names> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: Id; name: string; unit: string | null }>`
    select v.id, case when i.name = v.name then i.name else i.name || ', ' || v.name end as name, i.unit
    from variant v join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
    where v.workspace_id = ${tx.workspaceId} and v.id = any(${[...ids]}::uuid[])
    union all
    select s.id, s.name, null from supplier s
    where s.workspace_id = ${tx.workspaceId} and s.id = any(${[...ids]}::uuid[])
    union all
    select w.id, w.name, null from warehouse w
    where w.workspace_id = ${tx.workspaceId} and w.id = any(${[...ids]}::uuid[])`.execute(tx.db);
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}
