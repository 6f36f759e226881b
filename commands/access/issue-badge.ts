import { no, ok } from "#kernel/result.ts";
import { accessRoutes } from "#modules/access/contract/routes.ts";
import { refuseSettingPin } from "#modules/access/core/manage-member.ts";
import { endBadge, insertBadge } from "#modules/access/store/badge.ts";
import { lockMember, updateMember } from "#modules/access/store/member.ts";
import { defineCommand } from "../run-command.ts";

/**
 * The door makes the badge's code and hands its hash in: the code goes onto the paper alone, past the command's
 * answer, which is remembered. Whoever has a badge has one: the one before ends, being lost most often.
 */
export const issueBadge = (secretHash: string) =>
  defineCommand("issueBadge", accessRoutes.issueBadge, async (tx, input, act) => {
    if (act.actor.kind !== "member") return no("not_allowed", { action: "member.issue_badge" });
    const member = await lockMember(tx, input.memberId);
    if (member === null) return no("member_unknown", {}, ["memberId"]);
    const refused = refuseSettingPin(act.actor, member.id, member.roles, "member.issue_badge");
    if (refused !== null) return refused;
    if (!member.active) return no("member_inactive", {}, ["memberId"]);
    const before = await endBadge(tx, member.id, act.now);
    const badgeId = act.newId();
    const { memberId: issuedBy } = act.actor;
    await insertBadge(tx, { id: badgeId, memberId: member.id, secretHash, issuedBy, now: act.now });
    const version = member.version + 1;
    await updateMember(tx, member.id, {}, version);
    const data = { badgeId, insteadOf: before };
    act.append({ kind: "badge_issued", thing: "member", thingId: member.id, version, data });
    return ok({ badgeId, pdf: null, fileName: null });
  });
