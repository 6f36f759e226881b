import { namedBatchesOf } from "#commands/inventory/named-batches.ts";
import { type Decimal, sum, text, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { type No, no, ok, type Result } from "#kernel/result.ts";
import { drawNamed, type NamedBatch } from "#modules/inventory/core/pick-batches.ts";
import type { Usage } from "#modules/production/core/offered-materials.ts";

/** By norm, of which batches it is taken. */
export type BatchesOfNorms = ReadonlyMap<Id, readonly NamedBatch[]>;

type Asked = readonly { readonly normId: Id; readonly batchId: Id; readonly quantity: string }[];

/**
 * The batches that a tap names, shared over its runs in their order: each draws what it uses, so that units taken
 * together take one batch after the other. Refuses norm_unknown, and batches_too_many {named, quantity} where more is
 * named of a norm than all of them use.
 */
export function batchesOfRuns(
  asked: Asked,
  used: ReadonlyMap<Id, readonly Usage[]>,
): Result<ReadonlyMap<Id, BatchesOfNorms>> {
  const byRun = new Map<Id, Map<Id, readonly NamedBatch[]>>();
  if (asked.length === 0) return ok(byRun);
  const rows = [...used].flatMap(([runId, usage]) => usage.map((row) => ({ runId, ...row })));
  const strange = asked.findIndex((part) => !rows.some((row) => row.norm.id === part.normId));
  if (strange !== -1) return no("norm_unknown", {}, ["batches", strange, "normId"]);
  for (const normId of new Set(asked.map((part) => part.normId))) {
    const own = rows.filter((row) => row.norm.id === normId);
    const named = namedBatchesOf(asked.filter((part) => part.normId === normId));
    let left = named;
    for (const { runId, quantity } of own) {
      const drawn = drawNamed(left, quantity);
      left = drawn.left;
      const ofRun = byRun.get(runId) ?? new Map<Id, readonly NamedBatch[]>();
      byRun.set(runId, ofRun.set(normId, drawn.drawn));
    }
    if (left.length === 0) continue;
    const variantId = own[0]?.norm.variantId ?? null;
    return no("batches_too_many", { ...tooMany(named, own), variantId }, ["batches"]);
  }
  return ok(byRun);
}

function tooMany(
  named: readonly NamedBatch[],
  used: readonly { readonly quantity: Decimal }[],
): Record<string, string> {
  const total = (rows: readonly { readonly quantity: Decimal }[]): Decimal =>
    rows.length === 0 ? zero : sum(rows.map((row) => row.quantity));
  return { named: text(total(named)), quantity: text(total(used)) };
}

/** A refusal about batches points at them. */
export function atBatches(refused: No): No {
  const { code, data } = refused.refusal;
  return code === "batch_short" || code === "batches_too_many" ? no(code, data, ["batches"]) : refused;
}
