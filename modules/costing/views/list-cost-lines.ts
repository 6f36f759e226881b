import { sql } from "kysely";
import { type Decimal, decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { costingRoutes } from "#modules/costing/contract/routes.ts";
import { decodeCursor, encodeCursor } from "#server/database/cursor.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { unitOfSubcontracting } from "./unit-of-subcontracting.ts";

type Route = typeof costingRoutes.listCostLines;
type Answer = Output<Route>;
type Row = Omit<Answer["rows"][number], "quantity" | "rate" | "amount" | "at"> & {
  quantity: Decimal;
  rate: Decimal;
  amount: Decimal;
  at: Date;
};

/** Every line that was captured for an order and every one that took one back, newest first. */
export async function listCostLines(tx: Tx, input: Input<Route>, viewer: Viewer): Promise<Result<Answer>> {
  if (!(await orderExists(tx, input.orderId))) return no("order_unknown", {}, ["orderId"]);
  const ofOrder = sql`c.workspace_id = ${tx.workspaceId} and c.order_id = ${input.orderId}`;
  const wishes = [ofOrder];
  if (input.category !== undefined) wishes.push(sql`c.category = ${input.category}`);
  const words = input.search?.trim() ?? "";
  if (words !== "") {
    const pattern = `%${words.replace(/[\\%_]/g, String.raw`\$&`)}%`;
    wishes.push(sql`(${nameOf} ilike ${pattern} or s.name ilike ${pattern} or c.reason ilike ${pattern})`);
  }
  const from = sql`
    cost_line c
    join order_stage s on s.workspace_id = ${tx.workspaceId} and s.id = c.order_stage_id
    left join variant v on v.workspace_id = ${tx.workspaceId} and v.id = c.variant_id
    left join item i on i.workspace_id = ${tx.workspaceId} and i.id = v.item_id
    left join member m on m.workspace_id = ${tx.workspaceId} and m.id = c.member_id
    left join subcontractor u on u.workspace_id = ${tx.workspaceId} and c.category = 'subcontracting'
      and u.id = s.performer_subcontractor_id`;
  const { rows: totals } = await sql<{ count: number; amount: Decimal }>`
    select count(*)::integer as count, coalesce(sum(c.amount), 0) as amount
    from ${from} where ${sql.join(wishes, sql` and `)}`.execute(tx.db);
  if (input.cursor !== undefined) {
    const after = decodeCursor(input.cursor, "iu");
    if (!after.ok) return after;
    wishes.push(sql`(c.at, c.id) < (${after.value[0]}::timestamptz, ${after.value[1]}::uuid)`);
  }
  const { rows: found } = await sql<Row>`
    select c.id, s.name as "stageName", c.cycle, c.category, coalesce(${nameOf}, '') as name, c.quantity,
      coalesce(i.unit, ${unitOfSubcontracting(tx)}, '') as unit, c.rate, c.amount, c.no_price as "noPrice", c.reverses_id is not null as reverses,
      c.id in (select r.reverses_id from cost_line r
        where r.workspace_id = ${tx.workspaceId} and r.order_id = ${input.orderId} and r.reverses_id is not null) as reversed,
      c.reason, c.at
    from ${from}
    where ${sql.join(wishes, sql` and `)}
    order by c.at desc, c.id desc
    limit ${input.limit + 1}`.execute(tx.db);
  const rows = found.slice(0, input.limit);
  const last = found.length > input.limit ? rows.at(-1) : undefined;
  const seesRates = viewer.may("rate.read");
  return ok({
    rows: rows.map((row) => {
      const isLabour = row.category === "labour";
      return {
        ...row,
        // Labour lies in whole seconds, and is paid and read by the hour.
        quantity: text(isLabour ? row.quantity.div(secondsInHour).round(6) : row.quantity),
        unit: isLabour ? "h" : row.unit,
        rate: isLabour && !seesRates ? null : text(row.rate),
        amount: text(row.amount),
        at: row.at.toISOString(),
      };
    }),
    next: last === undefined ? null : encodeCursor([last.at.toISOString(), last.id]),
    total: { count: totals[0]?.count ?? 0, amount: text(totals[0]?.amount ?? decimal(0)) },
  });
}

const secondsInHour = decimal(3600);
const nameOf = sql`coalesce(m.name, u.name, concat_ws(', ', i.name, nullif(v.name, i.name)))`;

async function orderExists(tx: Tx, orderId: Id): Promise<boolean> {
  const { rows } = await sql`
    select from production_order where workspace_id = ${tx.workspaceId} and id = ${orderId}`.execute(tx.db);
  return rows.length > 0;
}
