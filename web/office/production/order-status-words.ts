import type { OrderStatus } from "#modules/production/contract/order-card.ts";

export type { OrderStatus };
/** In the order of the board's columns. */
export const orderStatusWords = [
  "pending",
  "in_progress",
  "partially_done",
  "done",
  "cancelled",
] as const satisfies readonly OrderStatus[];
