import type { Id } from "#kernel/id.ts";
import type { Role } from "#modules/access/contract/roles.ts";

/** An active member, as far as the question "whose business is it?" needs them. */
export type PossibleRecipient = {
  readonly id: Id;
  readonly roles: readonly Role[];
  readonly tradeIds: readonly Id[];
};

export type Audience = {
  /** whoever is responsible for the thing: then it is theirs alone */
  readonly memberId: Id | null;
  readonly tradeId?: Id | null;
  readonly roles: readonly Role[];
  /** who did it knows already */
  readonly exceptId: Id | null;
};

const heads: readonly Role[] = ["owner", "admin"];

/**
 * Who is told. Where nobody has the role, or the responsible one has left, owners and admins are: nothing that needs a
 * person is told to nobody. That whoever did it is left out changes nobody else's business: their colleagues of the
 * role are told, the heads are not.
 */
export function chooseRecipients(members: readonly PossibleRecipient[], audience: Audience): Id[] {
  const { memberId, tradeId = null, roles, exceptId } = audience;
  const responsible = members.filter(({ id }) => id === memberId);
  const ofRole = members.filter(
    (member) =>
      member.roles.some((role) => roles.includes(role)) ||
      (tradeId !== null && member.tradeIds.includes(tradeId)),
  );
  const ofHeads = members.filter((member) => member.roles.some((role) => heads.includes(role)));
  const chosen = [responsible, ofRole, ofHeads].find((group) => group.length > 0) ?? [];
  return chosen.map(({ id }) => id).filter((id) => id !== exceptId);
}
