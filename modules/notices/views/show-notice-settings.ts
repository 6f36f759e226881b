import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Role } from "#modules/access/contract/roles.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { noticeKinds, rolesOfNotices } from "../contract/kinds.ts";
import type { noticesRoutes } from "../contract/routes.ts";

type Route = typeof noticesRoutes.showNoticeSettings;

/** Heads get what is nobody's by role; anybody can be mentioned. */
export async function showNoticeSettings(
  tx: Tx,
  _input: Input<Route>,
  { actor }: Viewer,
): Promise<Result<Output<Route>>> {
  if (actor.kind !== "member") return ok({ kinds: [] });
  const settings = await tx.db
    .selectFrom("notice_setting")
    .select(["kind", "told"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("member_id", "=", actor.memberId)
    .execute();
  const told = new Map(settings.map((row) => [row.kind, row.told]));
  const isHead = actor.roles.some((role) => role === "owner" || role === "admin");
  const mine = noticeKinds.filter((kind) => {
    const roles: readonly Role[] = rolesOfNotices[kind];
    return kind === "mention" || isHead || actor.roles.some((role) => roles.includes(role));
  });
  return ok({ kinds: mine.map((kind) => ({ kind, told: told.get(kind) ?? true })) });
}
