import { describe, expect, it } from "vitest";
import { concernsTriggers } from "./plan-effects.ts";

const fact = (kind: string, data: Record<string, unknown>) => ({
  id: "fact",
  workspaceId: "workspace",
  kind,
  thingId: "balance",
  data,
  hop: 0,
});
const change = (orderId: string, quantity: string) => ({ normId: `norm of ${orderId}`, orderId, quantity });

describe("facts of stock that the shop floor makes at every tap", () => {
  it("cost reactions nothing while an order takes its own", () => {
    const own = { orderId: "a", reservations: [change("a", "-2")] };
    expect(concernsTriggers(fact("stock_issued", own))).toBe(false);
    expect(concernsTriggers(fact("stock_scrapped", { reservations: [] }))).toBe(false);
    expect(concernsTriggers(fact("stock_reserved", own))).toBe(false);
  });

  it("are looked at where another order loses by it", () => {
    const others = { orderId: "a", reservations: [change("a", "-2"), change("b", "-0.5")] };
    expect(concernsTriggers(fact("stock_issued", others))).toBe(true);
    // a return taken back takes what it had given
    const nobodys = { reservations: [change("b", "-0.5")] };
    expect(concernsTriggers(fact("stock_scrapped", nobodys))).toBe(true);
  });

  it("are looked at where something becomes free, not where an empty reservation is closed", () => {
    expect(concernsTriggers(fact("stock_released", { reservations: [change("a", "-1")] }))).toBe(true);
    expect(concernsTriggers(fact("stock_released", { reservations: [change("a", "0")] }))).toBe(false);
    expect(concernsTriggers(fact("stock_received", { reservations: [] }))).toBe(true);
  });
});
