import { sql } from "kysely";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import { containing } from "#kernel/search.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { decodeCursor, encodeCursor } from "#server/database/cursor.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { purchaseRoutes } from "../contract/purchase-routes.ts";
import { selectPurchases } from "./purchase-rows.ts";

type Route = typeof purchaseRoutes.listPurchases;

/** What is open by its day: late and today's first, without a day last. All, or what has ended: newest first. */
export async function listPurchases(
  tx: Tx,
  input: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const { show } = input;
  const byDay = show === "open" || show === "to_receive";
  const wishes = [sql`true`];
  if (show === "open") wishes.push(sql`p.state in ('draft', 'sent', 'partly_received')`);
  else if (show === "to_receive") wishes.push(sql`p.state in ('sent', 'partly_received')`);
  else if (show !== "all") wishes.push(sql`p.state = ${show}`);
  if (input.supplierId !== undefined) wishes.push(sql`p.supplier_id = ${input.supplierId}`);
  if (input.variantId !== undefined) wishes.push(hasLine(sql`k.variant_id = ${input.variantId}`));
  if (input.search !== undefined && input.search !== "") {
    const pattern = containing(input.search);
    wishes.push(sql`(s.name ilike ${pattern} or p.number::text = ${input.search.replace(/^[#№]\s*/, "")}
      or ${hasLine(sql`exists (
        select from variant v join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
        where v.workspace_id = k.workspace_id and v.id = k.variant_id
          and (i.name ilike ${pattern} or v.name ilike ${pattern} or v.sku ilike ${pattern}))`)})`);
  }
  if (input.cursor !== undefined) {
    const after = decodeCursor(input.cursor, byDay ? "An" : "n");
    if (!after.ok) return after;
    wishes.push(
      byDay
        ? sql`(coalesce(p.expected_date, 'infinity'), p.number) > (coalesce(${after.value[0]}::date, 'infinity'), ${after.value[1]}::bigint)`
        : sql`p.number < ${after.value[0]}::bigint`,
    );
  }
  const found = await selectPurchases(tx, viewer, {
    where: sql.join(wishes, sql` and `),
    order: byDay ? sql`coalesce(p.expected_date, 'infinity'), p.number` : sql`p.number desc`,
    limit: input.limit + 1,
  });
  const rows = found.slice(0, input.limit);
  const last = found.length > input.limit ? rows.at(-1) : undefined;
  if (last === undefined) return ok({ rows, next: null });
  return ok({ rows, next: encodeCursor(byDay ? [last.expectedDate, last.number] : [last.number]) });
}

/** `where` speaks of the line as `k`. */
function hasLine(where: ReturnType<typeof sql>) {
  return sql`exists (select from purchase_line k where k.workspace_id = p.workspace_id and k.purchase_id = p.id
    and not k.removed and ${where})`;
}
