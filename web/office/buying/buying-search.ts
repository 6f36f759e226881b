import { pickTexts, pickWords } from "../search-text.ts";

export const purchaseTabs = ["proposals", "orders", "suppliers"] as const;
export const purchaseShows = [
  "open",
  "to_receive",
  "all",
  "draft",
  "sent",
  "partly_received",
  "received",
  "cancelled",
] as const;

/** `variant` names those that one came for, several with commas between; `supplier` the card that is open. */
export const validatePurchaseListSearch = (search: Record<string, unknown>) => ({
  ...pickTexts(search, ["search", "warehouse", "supplier", "task"]),
  // Longer than other texts: a task may name all materials of an order.
  ...(typeof search["variant"] === "string" && search["variant"] !== ""
    ? { variant: search["variant"].slice(0, 2_000) }
    : {}),
  ...pickWords(search, {
    tab: purchaseTabs,
    show: purchaseShows,
    archived: ["yes"],
    new: ["order", "supplier"],
  }),
});
export type PurchaseListSearch = ReturnType<typeof validatePurchaseListSearch>;

export const validatePurchaseSearch = (search: Record<string, unknown>) =>
  pickWords(search, { edit: ["yes"] });
