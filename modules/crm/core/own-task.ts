import type { Actor } from "#modules/access/contract/roles.ts";

export type TaskAddress = {
  readonly assigneeId: string | null;
  readonly assigneeTradeId: string | null;
  readonly assigneeRole: string | null;
};

/**
 * Whose a task is: the named member's; everybody's of its trade or role; an owner's and admin's wherever nobody is
 * named, since in a small workshop they are the supervisor too; and the office's where it is addressed to nobody.
 * modules/crm/views/own-tasks.ts says the same in SQL.
 */
export function isOwnTask(actor: Actor, task: TaskAddress, isOffice: boolean): boolean {
  if (actor.kind !== "member") return false;
  if (task.assigneeId !== null) return task.assigneeId === actor.memberId;
  if (isHead(actor)) return true;
  if (task.assigneeTradeId === null && task.assigneeRole === null) return isOffice;
  return (
    (task.assigneeTradeId !== null && actor.tradeIds.includes(task.assigneeTradeId)) ||
    actor.roles.some((role) => role === task.assigneeRole)
  );
}

/** Whoever it is for may put it off or hand it on, whoever planned it may take it back, and owners and admins may. */
export function mayChangeTask(
  actor: Actor,
  task: TaskAddress & { readonly createdBy: string | null },
  isOffice: boolean,
): boolean {
  if (actor.kind !== "member" || !isOffice) return false;
  return isOwnTask(actor, task, isOffice) || task.createdBy === actor.memberId || isHead(actor);
}

const isHead = (actor: Extract<Actor, { kind: "member" }>): boolean =>
  actor.roles.some((role) => role === "owner" || role === "admin");
