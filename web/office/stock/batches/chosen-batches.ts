import { decimal } from "#kernel/decimal.ts";

/** What was typed for each batch, by id; null: nobody chose, it goes by date. */
export type ChosenBatches = Readonly<Record<string, string>> | null;

export function sentBatches(chosen: ChosenBatches): { batchId: string; quantity: string }[] {
  return Object.entries(chosen ?? {}).flatMap(([batchId, quantity]) =>
    quantity === "" || decimal(quantity).lte(0) ? [] : [{ batchId, quantity }],
  );
}
