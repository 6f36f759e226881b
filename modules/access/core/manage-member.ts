import { type No, no } from "#kernel/result.ts";
import type { Actor, Role } from "../contract/roles.ts";
import { allowedActions, may } from "./may.ts";

const isOwner = (roles: readonly Role[]): boolean => roles.includes("owner");
const actsAsOwner = (actor: Actor): boolean => actor.kind === "member" && isOwner(actor.roles);

/** Only an owner gives the owner role. */
export function refuseGivingRoles(actor: Actor, roles: readonly Role[]): No | null {
  return isOwner(roles) && !actsAsOwner(actor) ? no("owner_only", {}, ["roles"]) : null;
}

type Standing = { readonly roles: readonly Role[]; readonly active: boolean };

/**
 * Only an owner gives or takes the owner role, or lets an owner in or out; and somebody must stay who can.
 * `activeOwners` are read under their lock.
 */
export function refuseMemberChange(
  actor: Actor,
  memberId: string,
  before: Standing,
  after: Standing,
  activeOwners: readonly string[],
): No | null {
  const touchesOwner =
    isOwner(before.roles) !== isOwner(after.roles) ||
    ((isOwner(before.roles) || isOwner(after.roles)) && before.active !== after.active);
  if (touchesOwner && !actsAsOwner(actor)) return no("owner_only");
  const stays = isOwner(after.roles) && after.active;
  const others = activeOwners.filter((id) => id !== memberId);
  return activeOwners.includes(memberId) && !stays && others.length === 0 ? no("last_owner") : null;
}

/**
 * Whoever sets somebody's PIN, or holds their badge, can sign in as them. So it is open to oneself, and for others only
 * to those who may already do all that the other may.
 */
export function refuseSettingPin(
  actor: Actor,
  memberId: string,
  roles: readonly Role[],
  action: "member.set_pin" | "member.issue_badge" = "member.set_pin",
): No | null {
  if (actor.kind === "member" && actor.memberId === memberId) return null;
  if (isOwner(roles)) return actsAsOwner(actor) ? null : no("owner_only");
  const theirs = allowedActions({ kind: "member", memberId, roles, tradeIds: [] });
  return theirs.every((one) => may(actor, one)) ? null : no("not_allowed", { action });
}
