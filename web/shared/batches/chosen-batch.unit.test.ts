import { expect, it } from "vitest";
import { batchesOfChosen } from "./chosen-batch.ts";

it("names as much of a chosen batch as is used and there, and nothing of what is not used", () => {
  const chosen = {
    flour: { batchId: "L-118", there: "4" },
    sugar: { batchId: "S-1", there: "10" },
    salt: { batchId: "N-1", there: "1" },
    yeast: { batchId: "Y-1", there: "1" },
  };
  const used: Record<string, string | null> = { flour: "6.5", sugar: "2", salt: "0", yeast: null };
  expect(batchesOfChosen(chosen, (normId) => used[normId] ?? null)).toEqual([
    { normId: "flour", batchId: "L-118", quantity: "4" },
    { normId: "sugar", batchId: "S-1", quantity: "2" },
  ]);
});
