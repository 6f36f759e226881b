import type { Id } from "#kernel/id.ts";
import type { OrderFact } from "./order-fact.ts";
import type { OrderState } from "./order-state.ts";

/** From where a fault was caught to where its units went. */
export const backKey = (fromStageId: Id, toStageId: Id): string => `${fromStageId} ${toStageId}`;

/** Units sent back so far, by `backKey`. */
export type SentBack = ReadonlyMap<string, number>;

/** A return that happened: an undo names its defect, or the lot whose escalation waits for a decision again. */
type Return = {
  readonly key: string;
  readonly units: number;
  readonly lotId: Id;
  readonly defectId: Id | null;
};

/** Who went back from where: a report says where a fault was caught, and the return itself that it happened. */
export function followReturns() {
  const caught = new Map<Id, { readonly stageId: Id; readonly defectId: Id | null }>();
  let returns: readonly Return[] = [];
  // What was decided on each escalated lot, the newest last: only "once more" has sent it back.
  const decisions = new Map<Id, readonly string[]>();
  return {
    /** where the lot's last fault was found */
    caughtAt: (lotId: Id): Id | undefined => caught.get(lotId)?.stageId,
    sentBack(): SentBack {
      const units = new Map<string, number>();
      for (const each of returns) units.set(each.key, (units.get(each.key) ?? 0) + each.units);
      return units;
    },
    /** `state`: as it was left by the fact. True where something went back, or did not after all. */
    take(state: OrderState, fact: OrderFact): boolean {
      const before = returns;
      if (fact.kind === "defect_reported") {
        const { toLotId, caughtStageId: stageId, escalated, defectId } = fact.data;
        caught.set(toLotId, { stageId, defectId: escalated ? null : defectId });
      } else if (fact.kind === "lot_returned") {
        const { lotId, toStageId } = fact.data;
        const from = caught.get(lotId);
        const key = backKey(from?.stageId ?? toStageId, toStageId);
        const units = state.lots.get(lotId)?.units ?? 0;
        returns = [...returns, { key, units, lotId, defectId: from?.defectId ?? null }];
      } else if (fact.kind === "escalation_resolved") {
        const { lotId, decision } = fact.data;
        decisions.set(lotId, [...(decisions.get(lotId) ?? []), decision]);
      } else if (fact.kind === "work_undone") {
        const { defects, unresolved } = fact.data;
        const sentBack = unresolved.filter((lotId) => decisions.get(lotId)?.at(-1) === "once_more");
        for (const lotId of unresolved) decisions.set(lotId, decisions.get(lotId)?.slice(0, -1) ?? []);
        returns = withoutUndone(returns, { defects, unresolved: sentBack });
      }
      return returns !== before;
    },
  };
}

function withoutUndone(
  returns: readonly Return[],
  { defects, unresolved }: { readonly defects: readonly Id[]; readonly unresolved: readonly Id[] },
): readonly Return[] {
  const undone = new Set<Return>(
    returns.filter((each) => each.defectId !== null && defects.includes(each.defectId)),
  );
  for (const lotId of unresolved) {
    const last = returns.findLast((each) => each.lotId === lotId && each.defectId === null);
    if (last !== undefined) undone.add(last);
  }
  return undone.size === 0 ? returns : returns.filter((each) => !undone.has(each));
}
