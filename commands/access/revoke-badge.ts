import { no, ok } from "#kernel/result.ts";
import { accessRoutes } from "#modules/access/contract/routes.ts";
import { refuseSettingPin } from "#modules/access/core/manage-member.ts";
import { endBadge } from "#modules/access/store/badge.ts";
import { lockMember, updateMember } from "#modules/access/store/member.ts";
import { defineCommand } from "../run-command.ts";

/** What it has opened is ended by the door (server/http/doors/badge-doors.ts): sessions are the shell's. */
export const revokeBadge = defineCommand("revokeBadge", accessRoutes.revokeBadge, async (tx, input, act) => {
  const member = await lockMember(tx, input.memberId);
  if (member === null) return no("member_unknown", {}, ["memberId"]);
  const refused = refuseSettingPin(act.actor, member.id, member.roles, "member.issue_badge");
  if (refused !== null) return refused;
  const badgeId = await endBadge(tx, member.id, act.now);
  // Twice is once.
  if (badgeId === null) return ok({});
  const version = member.version + 1;
  await updateMember(tx, member.id, {}, version);
  act.append({ kind: "badge_revoked", thing: "member", thingId: member.id, version, data: { badgeId } });
  return ok({});
});
