import { sql } from "kysely";
import type { Decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Role } from "#modules/access/contract/roles.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { MemberRate } from "../core/plan-cost.ts";

/** Per hour, of those members who have a rate in effect at the moment; the others are absent. */
export async function ratesInEffect(
  tx: Tx,
  memberIds: readonly Id[],
  now: Date,
): Promise<ReadonlyMap<Id, Decimal>> {
  if (memberIds.length === 0) return new Map();
  const rows = await tx.db
    .selectFrom("hourly_rate")
    .select(["member_id", "rate"])
    .distinctOn("member_id")
    .where("workspace_id", "=", tx.workspaceId)
    .where("member_id", "in", [...memberIds])
    .where("valid_from", "<=", now)
    .orderBy("member_id")
    .orderBy("valid_from", "desc")
    .orderBy("id", "desc")
    .execute();
  return new Map(rows.map((row) => [row.member_id, row.rate]));
}

/** Active members with what they earn an hour now: what a plan's labour is priced from. */
export async function activeMemberRates(tx: Tx, now: Date): Promise<MemberRate[]> {
  const { rows } = await sql<{ id: Id; roles: Role[]; trade_ids: Id[]; rate: Decimal | null }>`
    select m.id, m.roles, m.trade_ids, r.rate
    from member m
    left join lateral (
      select h.rate from hourly_rate h
      where h.workspace_id = m.workspace_id and h.member_id = m.id and h.valid_from <= ${now}
      order by h.valid_from desc, h.id desc
      limit 1
    ) r on true
    where m.workspace_id = ${tx.workspaceId} and m.active`.execute(tx.db);
  return rows.map((row) => ({ memberId: row.id, roles: row.roles, tradeIds: row.trade_ids, rate: row.rate }));
}
