import type { Id } from "#kernel/id.ts";
import { proposeOperators } from "#modules/production/core/propose-operators.ts";
import { loadRunsToSpread } from "#modules/production/store/runs-to-spread.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type Proposed = { memberId: Id; name: string };

/** Who would be proposed for runs whose operator is chosen at start: the one with the least open planned work. */
export async function proposals(tx: Tx, runIds: readonly Id[]): Promise<ReadonlyMap<Id, Proposed>> {
  if (runIds.length === 0) return new Map();
  const open = await loadRunsToSpread(tx, runIds, runIds.length);
  const names = new Map(open.members.map((member) => [member.memberId, member.name]));
  const proposed = proposeOperators(open.runs, open.members);
  return new Map(
    [...proposed].map(([runId, memberId]) => [runId, { memberId, name: names.get(memberId) ?? "" }]),
  );
}
