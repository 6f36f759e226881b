import type { Id } from "#kernel/id.ts";

export type DealToMove = {
  readonly statusId: Id;
  readonly statusName: string;
  readonly statusKind: "open" | "won" | "lost";
};

export type DealCover = {
  /** orders of the deal that are neither done nor cancelled */
  readonly openOrders: number;
  /** the deal's lines that have orders: what was sold, and the good units received for it */
  readonly lines: readonly { readonly quantity: number; readonly received: number }[];
};

export type MoveDecision =
  | { readonly decision: "move" }
  | { readonly decision: "skip"; readonly outcome: "deal_closed" | "already_there" | "other_orders_open" }
  /** every order is done, and good units are missing: people decide */
  | { readonly decision: "short"; readonly missing: number };

/** A trigger never reopens a won or lost deal. */
export function decideMove(deal: DealToMove, targetStatusId: Id): MoveDecision {
  if (deal.statusId === targetStatusId) return { decision: "skip", outcome: "already_there" };
  if (deal.statusKind !== "open") return { decision: "skip", outcome: "deal_closed" };
  return { decision: "move" };
}

/** With several orders on a deal the last one that is done moves it, and only when good units cover every line. */
export function decideMoveWhenCovered(deal: DealToMove, cover: DealCover, targetStatusId: Id): MoveDecision {
  const move = decideMove(deal, targetStatusId);
  if (move.decision !== "move") return move;
  if (cover.openOrders > 0) return { decision: "skip", outcome: "other_orders_open" };
  const missing = cover.lines.reduce((sum, line) => sum + Math.max(0, line.quantity - line.received), 0);
  return missing > 0 ? { decision: "short", missing } : move;
}
