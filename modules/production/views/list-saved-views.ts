import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { productionRoutes } from "#modules/production/contract/routes.ts";
import { mostSavedViews, savedSearchField } from "#modules/production/contract/saved-view-routes.ts";
import { changesView } from "#modules/production/core/saved-view.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

type Route = typeof productionRoutes.listSavedViews;
type Row = {
  id: Id;
  member_id: Id;
  name: string;
  shared: boolean;
  search: unknown;
  owner_name: string;
  opening: boolean;
};

/** Of those that others share, no more than so many. */
const mostShared = 200;

/** One's own by name, then those that others share. */
export async function listSavedViews(
  tx: Tx,
  _input: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  if (viewer.actor.kind !== "member") return ok({ rows: [], openingViewId: null });
  const { memberId } = viewer.actor;
  const { rows } = await sql<Row>`
    select v.id, v.member_id, v.name, v.shared, v.search, m.name as owner_name,
      coalesce(v.id = (select s.view_id from opening_view s
        where s.workspace_id = ${tx.workspaceId} and s.member_id = ${memberId}), false) as opening
    from (
      (select * from saved_view
        where workspace_id = ${tx.workspaceId} and member_id = ${memberId} and not removed
        limit ${mostSavedViews})
      union all
      (select * from saved_view
        where workspace_id = ${tx.workspaceId} and shared and not removed and member_id <> ${memberId}
        order by lower(name), id
        limit ${mostShared})
    ) v
    join member m on m.workspace_id = ${tx.workspaceId} and m.id = v.member_id
    order by v.member_id <> ${memberId}, lower(v.name), v.id`.execute(tx.db);
  const isHead = viewer.may("view.manage");
  const maySave = viewer.may("view.save");
  return ok({
    rows: rows.map((row) => {
      const search = savedSearchField.safeParse(row.search);
      const owner = { memberId: row.member_id, shared: row.shared, removed: false };
      return {
        id: row.id,
        name: row.name,
        shared: row.shared,
        own: row.member_id === memberId,
        ownerName: row.owner_name,
        mayChange: maySave && changesView(owner, memberId, isHead),
        // A word that is no more (a column, a lane) leaves the view as it comes rather than none.
        search: search.success ? search.data : {},
      };
    }),
    openingViewId: rows.find((row) => row.opening)?.id ?? null,
  });
}
