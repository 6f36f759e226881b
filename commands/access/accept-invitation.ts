import { z } from "zod";
import { idField, languageField } from "#kernel/field.ts";
import { no, ok } from "#kernel/result.ts";
import { accessRoutes } from "#modules/access/contract/routes.ts";
import { findInvitation, type Invitation, markInvitationAccepted } from "#modules/access/store/invitation.ts";
import { insertMember, lockMemberOfUser, updateMember } from "#modules/access/store/member.ts";
import { findWorkspaceLanguage } from "#modules/access/store/workspace-language.ts";
import { openDoor } from "#modules/access/store/workspace-door.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { type Act, defineCommand } from "../run-command.ts";
import { isInvitationSecret } from "./invitation-token.ts";

/**
 * The inside of acceptInvitation, once the person has shown who they are: the password never comes here, not even
 * into the hash of the command's body.
 */
const route = {
  ...accessRoutes.acceptInvitation,
  params: z.object({ invitationId: idField }),
  body: z.strictObject({ userId: z.string(), secret: z.string(), language: languageField.optional() }),
  output: z.object({ memberId: idField }),
};

export const acceptInvitation = defineCommand("acceptInvitation", route, async (tx, input, act) => {
  const invitation = await findInvitation(tx, input.invitationId, "lock");
  if (
    invitation === null ||
    invitation.acceptedAt !== null ||
    invitation.expiresAt <= act.now ||
    !isInvitationSecret(invitation.secretHash, input.secret)
  ) {
    return no("invitation_unknown", {}, ["token"]);
  }
  const memberId = await letIn(tx, invitation, input, act);
  const version = invitation.version + 1;
  await markInvitationAccepted(tx, invitation.id, act.now, version);
  act.append({
    kind: "invitation_accepted",
    thing: "invitation",
    thingId: invitation.id,
    version,
    data: { memberId },
  });
  return ok({ memberId });
});

/** A new member; one who left comes back as invited; one who is here already stays as they are. */
async function letIn(
  tx: Tx,
  invitation: Invitation,
  { userId, language: asked }: { readonly userId: string; readonly language?: string | undefined },
  act: Act,
): Promise<string> {
  const { roles, tradeIds } = invitation;
  const known = await lockMemberOfUser(tx, userId);
  if (known === null) {
    const language = asked ?? (await findWorkspaceLanguage(tx));
    // Whoever comes in acts already under the id that they get.
    const id = act.actor.kind === "member" ? act.actor.memberId : act.newId();
    await insertMember(tx, {
      id,
      userId,
      name: invitation.name,
      email: invitation.email,
      language,
      roles,
      tradeIds,
      pinHash: null,
      now: act.now,
    });
    await openDoor(tx, userId, id);
    act.append({ kind: "member_added", thing: "member", thingId: id, version: 1, data: { roles, tradeIds } });
    return id;
  }
  if (!known.active) {
    const version = known.version + 1;
    await updateMember(tx, known.id, { active: true, roles, tradeIds }, version);
    const data = {
      active: { from: false, to: true },
      roles: { from: known.roles, to: roles },
      tradeIds: { from: known.tradeIds, to: tradeIds },
    };
    act.append({ kind: "member_changed", thing: "member", thingId: known.id, version, data });
  }
  return known.id;
}
