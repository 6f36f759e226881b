import type { Id } from "#kernel/id.ts";

export type RunToGive = {
  readonly runId: Id;
  readonly orderId: Id;
  /** whose work it is; null: any operator's */
  readonly tradeId: Id | null;
  /** planned work of it, whole seconds */
  readonly seconds: number;
};
export type OperatorLoad = {
  readonly memberId: Id;
  readonly name: string;
  readonly tradeIds: readonly Id[];
  /** open planned work that is theirs already, whole seconds */
  readonly seconds: number;
};

/**
 * Each run, in the order given, to the one of its trade (of all operators where none is set) with the least open
 * planned work, what this very act gave them included; equal loads by name. A run that nobody can take has none.
 */
export function proposeOperators(
  runs: readonly RunToGive[],
  members: readonly OperatorLoad[],
): ReadonlyMap<Id, Id> {
  const load = new Map(members.map((member) => [member.memberId, member.seconds]));
  const byName = [...members].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const proposed = new Map<Id, Id>();
  for (const run of runs) {
    let best: OperatorLoad | null = null;
    for (const member of byName) {
      if (run.tradeId !== null && !member.tradeIds.includes(run.tradeId)) continue;
      if (best === null || (load.get(member.memberId) ?? 0) < (load.get(best.memberId) ?? 0)) best = member;
    }
    if (best === null) continue;
    proposed.set(run.runId, best.memberId);
    load.set(best.memberId, (load.get(best.memberId) ?? 0) + run.seconds);
  }
  return proposed;
}
