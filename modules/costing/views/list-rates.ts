import { sql } from "kysely";
import { ok, type Result } from "#kernel/result.ts";
import type { Id } from "#kernel/id.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { costingRoutes } from "../contract/routes.ts";

type Route = typeof costingRoutes.listRates;
type Row = { memberId: Id; memberName: string; rates: { rate: string; validFrom: string }[] };

/** Active members by name; of each the rate in effect and those before it, newest first. */
export async function listRates(
  tx: Tx,
  _input: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const { rows } = await sql<Row>`
    select m.id as "memberId", m.name as "memberName", coalesce((
      select jsonb_agg(jsonb_build_object('rate', trim_scale(h.rate)::text, 'validFrom', h.valid_from)
        order by h.valid_from desc, h.id desc)
      from hourly_rate h
      where h.workspace_id = ${tx.workspaceId} and h.member_id = m.id and h.valid_from <= ${viewer.now}
    ), '[]') as rates
    from member m
    where m.workspace_id = ${tx.workspaceId} and m.active
    order by lower(m.name) collate "und-x-icu", m.id`.execute(tx.db);
  return ok({
    rows: rows.map(({ memberId, memberName, rates }) => {
      const [current, ...earlier] = rates.map((row) => ({
        rate: row.rate,
        validFrom: new Date(row.validFrom).toISOString(),
      }));
      return {
        memberId,
        memberName,
        rate: current?.rate ?? null,
        validFrom: current?.validFrom ?? null,
        earlier,
      };
    }),
  });
}
