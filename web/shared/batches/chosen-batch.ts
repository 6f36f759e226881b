import { decimal, lesser, text } from "#kernel/decimal.ts";

/** Of which batch a material is taken, and how much of it there is for the run. */
export type ChosenBatch = { readonly batchId: string; readonly there: string };
/** By norm; one that is missing goes by date. */
export type ChosenByNorm = Readonly<Record<string, ChosenBatch>>;

/** As the contract takes it: as much of the chosen batch as is used and there; the rest goes by date. */
export function batchesOfChosen(
  chosen: ChosenByNorm,
  usedOf: (normId: string) => string | null,
): { normId: string; batchId: string; quantity: string }[] {
  return Object.entries(chosen).flatMap(([normId, { batchId, there }]) => {
    const used = usedOf(normId);
    if (used === null || used === "") return [];
    const quantity = lesser(decimal(used), decimal(there));
    return quantity.gt(0) ? [{ normId, batchId, quantity: text(quantity) }] : [];
  });
}
