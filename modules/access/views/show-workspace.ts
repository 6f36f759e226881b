import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { Role } from "../contract/roles.ts";
import type { accessRoutes } from "../contract/routes.ts";
import type { Viewer } from "../contract/viewer.ts";
import { allowedActions } from "../core/may.ts";
import { findNeighbours } from "./find-neighbours.ts";

type Route = typeof accessRoutes.showWorkspace;
type Shown = Output<Route>;

export async function showWorkspace(tx: Tx, _input: Input<Route>, viewer: Viewer): Promise<Result<Shown>> {
  const { actor } = viewer;
  if (actor.kind !== "member") return no("not_allowed", { action: "workspace.read" });
  const row = await tx.db
    .selectFrom("workspace as w")
    .innerJoin("member as m", "m.workspace_id", "w.workspace_id")
    .select([
      "w.slug",
      "w.name",
      "w.currency",
      "w.language",
      "w.time_zone",
      "w.calendar",
      "w.allow_negative_stock",
      "w.is_demo",
      "w.set_up_at",
      "w.version",
      "m.id as member_id",
      "m.name as member_name",
      "m.language as member_language",
      "m.roles",
      "m.trade_ids",
      "m.first_steps_away",
    ])
    .where("w.workspace_id", "=", tx.workspaceId)
    .where("m.id", "=", actor.memberId)
    .executeTakeFirstOrThrow();
  const { isExample, own } = row.is_demo
    ? await findNeighbours(tx, actor.memberId)
    : { isExample: false, own: null };
  return ok({
    workspace: {
      id: tx.workspaceId,
      slug: row.slug,
      name: row.name,
      currency: row.currency as Shown["workspace"]["currency"],
      language: row.language as Shown["workspace"]["language"],
      timeZone: row.time_zone,
      calendar: row.calendar as Shown["workspace"]["calendar"],
      allowNegativeStock: row.allow_negative_stock,
      isDemo: row.is_demo,
      example: isExample ? { ownSlug: own?.slug ?? null } : null,
      setUp: row.set_up_at !== null,
      version: row.version,
    },
    member: {
      id: row.member_id,
      name: row.member_name,
      language: row.member_language as Shown["member"]["language"],
      roles: row.roles as Role[],
      tradeIds: row.trade_ids,
      byPin: viewer.byPin ?? false,
      firstStepsAway: row.first_steps_away,
    },
    actions: allowedActions(actor),
  });
}
