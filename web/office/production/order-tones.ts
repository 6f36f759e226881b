import type { OrderStatus, RunState } from "#modules/production/contract/order-card.ts";

/** What a colour says, the same on every screen; each tone stands beside its word, never alone. */
export type Tone = "plain" | "waiting" | "alarm" | "done" | "running";

export const toneOfStatus: Readonly<Record<OrderStatus, Tone>> = {
  pending: "plain",
  aggregated: "waiting",
  in_progress: "running",
  partially_done: "running",
  done: "done",
  cancelled: "plain",
};
export const toneOfState: Readonly<Record<RunState, Tone>> = {
  waiting: "waiting",
  ready: "plain",
  in_progress: "running",
  paused: "waiting",
  blocked: "alarm",
  held: "waiting",
  escalated: "alarm",
  done: "done",
  ended: "plain",
};

const soonDays = 2;

/** By the workspace's days: overdue is red, what is due within two days amber. */
export function toneOfDue(dueDate: string, overdue: boolean, today: string): Tone {
  if (overdue || dueDate < today) return "alarm";
  return daysBetween(today, dueDate) <= soonDays ? "waiting" : "plain";
}

/** Whole days from one "2026-06-30" to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
