import { describe, expect, it, test } from "vitest";
import { decimal, text } from "#kernel/decimal.ts";
import { type PurchaseState, purchaseVerbs } from "../contract/purchase-routes.ts";
import { checkVerb, leftOf, stateByCounts, stateReopened, verbsOf } from "./purchase-state.ts";

/** "3/10": 3 of 10 have come. */
const lines = (...counts: string[]) =>
  counts.map((count, place) => {
    const [received = "0", quantity = "0"] = count.split("/");
    return { id: `l${place}`, variantId: "v", quantity: decimal(quantity), received: decimal(received) };
  });
const purchase = (state: PurchaseState, closedShort = false) => ({
  state,
  closedShort,
  sent: state !== "draft",
  lines: lines("0/1"),
});

test.each([
  [["0/10", "0/5"], "sent"],
  [["3/10", "0/5"], "partly_received"],
  [["10/10", "0/5"], "partly_received"],
  [["10/10", "5/5"], "received"],
  [["12/10", "5/5"], "received"],
  [["12/10", "4/5"], "partly_received"],
])("%s have come: %s", (counts, state) => {
  expect(stateByCounts(lines(...counts))).toBe(state);
});

describe("what may be done", () => {
  it("is a matter of the state", () => {
    const table = (["draft", "sent", "partly_received", "received", "cancelled"] as const).map((state) => [
      state,
      verbsOf(purchase(state)).join(" "),
    ]);
    expect(Object.fromEntries(table)).toEqual({
      draft: "change send cancel",
      sent: "change receive cancel",
      partly_received: "change receive close",
      received: "receive",
      cancelled: "reopen",
    });
    expect(verbsOf(purchase("received", true))).toEqual(["reopen"]);
  });

  it("refuses everything else by name of state and verb", () => {
    for (const verb of purchaseVerbs) {
      const answer = checkVerb(purchase("received", true), verb);
      if (verb === "reopen") expect(answer.ok).toBe(true);
      else
        expect(answer).toEqual({
          ok: false,
          refusal: { code: "purchase_not_now", data: { state: "closed_short", verb } },
        });
    }
  });
});

it("goes on where it was when it is reopened", () => {
  const reopened = (sent: boolean, ...counts: string[]) =>
    stateReopened({ ...purchase("cancelled"), sent, lines: lines(...counts) });
  expect(reopened(false, "0/1")).toBe("draft");
  expect(reopened(true, "0/1")).toBe("sent");
  expect(reopened(true, "1/2")).toBe("partly_received");
});

it("expects nothing more of what is through, and never less than nothing", () => {
  const [line, over] = lines("3/10", "12/10");
  if (line === undefined || over === undefined) throw new Error("Two lines");
  expect(text(leftOf(line, purchase("partly_received")))).toBe("7");
  expect(text(leftOf(line, purchase("received", true)))).toBe("0");
  expect(text(leftOf(line, purchase("cancelled")))).toBe("0");
  expect(text(leftOf(over, purchase("partly_received")))).toBe("0");
});
