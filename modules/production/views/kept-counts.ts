import { type RawBuilder, sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { type BoardGrouping, nobody } from "#modules/production/core/board-places.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { LaneKind } from "./board-columns.ts";
import { hasPeriod, type OrderFilter } from "./order-filter.ts";

/** What is counted of which lanes: null is all of them. */
export type Kept = {
  readonly by: "batch" | "stage" | LaneKind;
  readonly lanes: readonly string[] | null;
};

export type KeptCount = {
  readonly column: string;
  readonly lane: Id | null;
  readonly orders: number;
  readonly units: number;
};

const uuid = /^[0-9a-f-]{36}$/i;

/** Which of the numbers that commands keep answer a filter (settled, where it has words); null: it has to be counted. */
export function keptFor(filter: OrderFilter): Kept | null {
  const { settled, by: _, from: __, to: ___, ...rest } = filter;
  const asked = Object.entries(rest).flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [name],
  );
  if (hasPeriod(filter)) return null;
  if (asked.length === 0) return { by: "batch", lanes: null };
  if (asked.every((name) => name === "product" || name === "itemId"))
    return settled?.variantIds ? { by: "product", lanes: settled.variantIds } : null;
  if (asked.length > 1) return null;
  const { batch, operator, operatorId, sub, subId, stage, search } = filter;
  if (batch !== undefined) return { by: "batch", lanes: [batch] };
  if (stage !== undefined) return { by: "stage", lanes: [stage] };
  if (operatorId !== undefined) return { by: "operator", lanes: [operatorId] };
  if (operator === nobody) return { by: "operator", lanes: [nobody] };
  // Of several, an order may be in the hands of two.
  if (operator !== undefined)
    return settled?.operatorIds && settled.operatorIds.length < 2
      ? { by: "operator", lanes: settled.operatorIds }
      : null;
  if (subId !== undefined) return { by: "subcontractor", lanes: [subId] };
  if (sub !== undefined)
    return sub === nobody || uuid.test(sub) ? { by: "subcontractor", lanes: [sub.toLowerCase()] } : null;
  if (search !== undefined && settled?.found?.dealIds?.length === 0 && settled.found.orderIds.length === 0)
    return { by: "product", lanes: settled.found.variantIds };
  return null;
}

/** Whether what is kept is told apart by such lanes. */
export const hasKeptLanes = (kept: Kept, lanes: LaneKind | null): boolean =>
  lanes === null || kept.by === lanes || (kept.by === "batch" && kept.lanes === null);

const groupingOf = (columns: "status" | "stage", by: "stage" | LaneKind): BoardGrouping =>
  by === "stage" ? "status_stage" : `${columns}_${by}`;

/**
 * Orders and units of the open columns by status or of the columns by stage: the numbers, and what commands have changed
 * since they were last folded.
 */
export async function readKept(
  tx: Tx,
  columns: "status" | "stage",
  kept: Kept,
  lanes: LaneKind | null,
): Promise<KeptCount[]> {
  if (kept.lanes?.length === 0) return [];
  const by = lanes ?? kept.by;
  // A column of a stage is the stage's own number.
  const isColumn = columns === "stage" && by === "stage";
  const group: BoardGrouping = by === "batch" || isColumn ? columns : groupingOf(columns, by);
  const among = (column: RawBuilder<unknown>, lane: RawBuilder<unknown>): RawBuilder<unknown> =>
    kept.lanes === null ? sql`` : sql`and ${isColumn ? column : lane} = any(${[...kept.lanes]}::text[])`;
  const { rows } = await sql<KeptCount>`
    select k.column_key as "column", ${lanes === null ? sql`null::uuid` : sql`nullif(k.lane, ${nobody})::uuid`} as lane,
      sum(k.orders)::bigint as orders, sum(k.units)::bigint as units
    from (
      select b.column_key, b.lane, b.orders, b.units from board_count b
      where b.workspace_id = ${tx.workspaceId} and b.grouping = ${group} ${among(sql`b.column_key`, sql`b.lane`)}
      union all
      select c.c, c.l, c.o, c.u
      from board_change b cross join lateral jsonb_to_recordset(b.changes) c(g text, c text, l text, o bigint, u bigint)
      where b.workspace_id = ${tx.workspaceId} and c.g = ${group} ${among(sql`c.c`, sql`c.l`)}
    ) k
    group by 1, 2
    having sum(k.orders) > 0`.execute(tx.db);
  return rows;
}
