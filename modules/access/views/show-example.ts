import { sql } from "kysely";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { accessRoutes } from "../contract/routes.ts";
import type { Viewer } from "../contract/viewer.ts";
import { findNeighbours } from "./find-neighbours.ts";

type Route = typeof accessRoutes.showExample;
type Counts = Output<Route>["goes"];

/** What would go with the example, and what of it people have made themselves since it was there. */
export async function showExample(
  tx: Tx,
  _input: Input<Route>,
  { actor }: Viewer,
): Promise<Result<Output<Route>>> {
  if (actor.kind !== "member") return no("not_allowed", { action: "example.manage" });
  const { isExample, own } = await findNeighbours(tx, actor.memberId);
  if (!isExample) return no("no_example");
  const { rows } = await sql<Counts & { since: boolean; others: number }>`
    select s.since,
      (select count(*)::int from deal x
        where x.workspace_id = w.workspace_id and (not s.since or x.created_at >= w.set_up_at)) as deals,
      (select count(*)::int from production_order x
        where x.workspace_id = w.workspace_id and (not s.since or x.created_at >= w.set_up_at)) as orders,
      (select count(*)::int from item x
        where x.workspace_id = w.workspace_id and (not s.since or x.created_at >= w.set_up_at)) as items,
      (select count(*)::int from contact x
        where x.workspace_id = w.workspace_id and (not s.since or x.created_at >= w.set_up_at)) as contacts,
      (select count(*)::int from supplier x
        where x.workspace_id = w.workspace_id and (not s.since or x.created_at >= w.set_up_at)) as suppliers,
      (select count(*)::int from template x
        where x.workspace_id = w.workspace_id and (not s.since or x.created_at >= w.set_up_at)) as templates,
      (select count(*)::int from member x
        where x.workspace_id = w.workspace_id and x.active and x.user_id is not null
          and x.id <> ${actor.memberId}) as others
    from workspace w cross join (values (false), (true)) as s(since)
    where w.workspace_id = ${tx.workspaceId}`.execute(tx.db);
  const of = (since: boolean): Counts => {
    const row = rows.find((one) => one.since === since);
    const { deals = 0, orders = 0, items = 0, contacts = 0, suppliers = 0, templates = 0 } = row ?? {};
    return { deals, orders, items, contacts, suppliers, templates };
  };
  const others = rows[0]?.others ?? 0;
  return ok({ goes: of(false), added: of(true), others, ownSlug: own?.slug ?? null });
}
