import { no, ok } from "#kernel/result.ts";
import { accessRoutes } from "#modules/access/contract/routes.ts";
import { refuseGivingRoles } from "#modules/access/core/manage-member.ts";
import { insertInvitation } from "#modules/access/store/invitation.ts";
import { activeMemberHasEmail } from "#modules/access/store/member.ts";
import { findUnknownTrade } from "#modules/access/store/trade.ts";
import { defineCommand } from "../run-command.ts";
import { newInvitationToken } from "./invitation-token.ts";

const daysToAccept = 7;

export const inviteMember = defineCommand(
  "inviteMember",
  accessRoutes.inviteMember,
  async (tx, input, act) => {
    if (act.actor.kind !== "member") return no("not_allowed", { action: "member.manage" });
    const refused = refuseGivingRoles(act.actor, input.roles);
    if (refused !== null) return refused;
    const unknown = await findUnknownTrade(tx, input.tradeIds);
    if (unknown !== null) return no("trade_unknown", {}, ["tradeIds", unknown]);
    const email = input.email.toLowerCase();
    if (await activeMemberHasEmail(tx, email)) return no("already_member", {}, ["email"]);

    const invitationId = act.newId();
    const { token, secretHash } = newInvitationToken(tx.workspaceId, invitationId);
    const expiresAt = new Date(act.now.getTime() + daysToAccept * 86_400_000);
    const roles = [...new Set(input.roles)];
    const tradeIds = [...new Set(input.tradeIds)];
    await insertInvitation(tx, {
      id: invitationId,
      email,
      name: input.name,
      roles,
      tradeIds,
      secretHash,
      invitedBy: act.actor.memberId,
      now: act.now,
      expiresAt,
    });
    act.append({
      kind: "member_invited",
      thing: "invitation",
      thingId: invitationId,
      version: 1,
      data: { roles, tradeIds, expiresAt: expiresAt.toISOString() },
    });
    return ok({ invitationId, token });
  },
);
