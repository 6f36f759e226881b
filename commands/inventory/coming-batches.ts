import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Batch, Keeping } from "#modules/inventory/core/batch-state.ts";
import { makesBatches } from "#modules/inventory/core/finished-batch.ts";
import { claimBatches } from "#modules/inventory/store/batch-rows.ts";
import { keepingOfVariants } from "#modules/inventory/views/keeping-of-variants.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { Act } from "../run-command.ts";

/** One line that comes in: of which batch, and where its field stands. */
export type ComingLine = {
  readonly variantId: Id;
  readonly batch?:
    | {
        readonly number: string;
        readonly bestBefore?: string | null | undefined;
        readonly supplier?: string | undefined;
      }
    | undefined;
  readonly path: readonly (string | number)[];
};

/**
 * The batches of what comes in, one for each line (null: none), before balances are locked. What is told apart needs
 * a number; the same number of the same variant joins. Refuses batch_required, batch_not_asked where nothing is told
 * apart, and batch_best_before_differs {known, bestBefore} where the batch is known with another date.
 */
export async function comingBatches(
  tx: Tx,
  lines: readonly ComingLine[],
  act: Pick<Act, "append" | "newId" | "now">,
  { required = true }: { readonly required?: boolean } = {},
): Promise<Result<readonly (Batch | null)[]>> {
  const keeping = await keepingOfVariants(
    tx,
    lines.map((line) => line.variantId),
  );
  for (const { variantId, batch, path } of lines) {
    const kept: Keeping | undefined = keeping.get(variantId.toLowerCase());
    if (batch === undefined && required && kept?.traced === true) return no("batch_required", {}, [...path]);
    if (batch !== undefined && !makesBatches(kept)) return no("batch_not_asked", {}, [...path, "number"]);
  }
  const named = lines.flatMap((line) => (line.batch === undefined ? [] : [{ ...line, batch: line.batch }]));
  const wanted = new Map(
    named.toReversed().map(({ variantId, batch }) => [
      keyOf(variantId, batch.number),
      {
        id: act.newId(),
        variantId: variantId.toLowerCase(),
        number: batch.number,
        bestBefore: batch.bestBefore ?? null,
        supplier: batch.supplier ?? "",
        note: "",
      },
    ]),
  );
  const claimed = await claimBatches(tx, [...wanted.values()], act.now);
  const byKey = new Map(claimed.map(({ batch }) => [keyOf(batch.variantId, batch.number), batch]));
  for (const { variantId, batch, path } of named) {
    const known = byKey.get(keyOf(variantId, batch.number));
    const { bestBefore } = batch;
    if (known === undefined || bestBefore === undefined || bestBefore === known.bestBefore) continue;
    const other = { known: known.bestBefore === null ? "no" : "yes", bestBefore: known.bestBefore ?? "" };
    return no("batch_best_before_differs", other, [...path, "bestBefore"]);
  }
  for (const { batch, made } of claimed) {
    if (!made) continue;
    const { id, variantId, number, bestBefore, supplier, version } = batch;
    const data = { variantId, number, bestBefore, supplier };
    act.append({ kind: "batch_added", thing: "batch", thingId: id, version, data });
  }
  return ok(
    lines.map(({ variantId, batch }) =>
      batch === undefined ? null : (byKey.get(keyOf(variantId, batch.number)) ?? null),
    ),
  );
}

const keyOf = (variantId: Id, number: string): string => `${variantId.toLowerCase()}/${number}`;
