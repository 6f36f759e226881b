import {
  type Action,
  actionRoles,
  actions,
  type ChatThing,
  type RunThing,
  type Thing,
} from "../contract/actions.ts";
import type { Actor, Role } from "../contract/roles.ts";

/** What a trigger may do once an owner or admin has approved it: nobody gains a right through it. */
const automationActions: ReadonlySet<Action> = new Set(["order.create", "deal.write", "task.write"]);

/** Open to somebody: theirs by name, or nobody's yet and open to their trade or role, or to all operators. */
export function isOwnRun(actor: Actor, run: RunThing): boolean {
  if (actor.kind !== "member" || run.performerSubcontractorId !== null) return false;
  if (run.operatorId !== null) return run.operatorId === actor.memberId;
  if (run.performerMemberId !== null) return run.performerMemberId === actor.memberId;
  if (run.performerTradeId !== null) return actor.tradeIds.includes(run.performerTradeId);
  if (run.performerRole !== null) return actor.roles.some((role) => role === run.performerRole);
  return true;
}

/**
 * The chat of an order that one works on, or of the deal one sells: each role for itself, so that being a manager too
 * opens no other deal's orders to an operator.
 */
export function isOwnChat(actor: Actor, chat: ChatThing): boolean {
  if (actor.kind !== "member") return false;
  const { memberId, roles, tradeIds } = actor;
  if (roles.includes("sales_manager") && chat.dealOwnerId === memberId) return true;
  if (!roles.includes("operator")) return false;
  const words: readonly string[] = [memberId, ...tradeIds, ...roles, "anyone"];
  return chat.workerIds.includes(memberId) || chat.openTo.some((word) => words.includes(word));
}

/**
 * The one function that decides who may do what: (member, action, thing). The server asks it for every
 * command and query, the interface asks it to hide what is not allowed. Source: domain.md section 10.
 */
export function may(actor: Actor, action: Action, thing?: Thing): boolean {
  if (actor.kind === "automation") return automationActions.has(action);
  const allowed: readonly Role[] = actionRoles[action];
  if (!actor.roles.some((role) => allowed.includes(role))) return false;
  if (thing === undefined) return true;
  if ("openTo" in thing) {
    const isOfChat = action === "chat.read" || action === "chat.write";
    return !isOfChat || may(actor, "chat.any") || isOwnChat(actor, thing);
  }
  return action !== "run.work" || may(actor, "run.work_any") || isOwnRun(actor, thing);
}

export function allowedActions(actor: Actor): Action[] {
  return actions.filter((action) => may(actor, action));
}
