import { type RawBuilder, sql } from "kysely";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** What the quantity of a subcontracting line `c` at stage `s` counts: hours, or the order's own units. */
export const unitOfSubcontracting = (tx: Tx): RawBuilder<string | null> => sql<string | null>`(
  case when c.category <> 'subcontracting' then null when s.price_kind = 'hourly' then 'h' else (
    select made.unit from production_order o
    join variant mv on mv.workspace_id = ${tx.workspaceId} and mv.id = o.variant_id
    join item made on made.workspace_id = ${tx.workspaceId} and made.id = mv.item_id
    where o.workspace_id = ${tx.workspaceId} and o.id = c.order_id) end)`;
