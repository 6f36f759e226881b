import { afterAll, beforeAll, expect, it } from "vitest";
import { cancelPurchase } from "#commands/buying/cancel-purchase.ts";
import { receivePurchase } from "#commands/buying/receive-purchase.ts";
import { checkStockLaws } from "#modules/inventory/views/check-stock-laws.ts";
import { aPurchase, seePurchase } from "#test/builders/a-purchase.ts";
import { openTestWorld, type TestWorld } from "#test/builders/a-workspace.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.drop());

const rounds = 5;
const codesOf = (answers: readonly ({ ok: true } | { ok: false; refusal: { code: string } })[]): string[] =>
  answers.map((answer) => (answer.ok ? "yes" : answer.refusal.code)).sort();

it("loses neither of two parts of one line that come in at once", async () => {
  for (let round = 0; round < rounds; round += 1) {
    const workspace = await world.aWorkspace();
    const { purchaseId, lineId } = await aPurchase(workspace);
    const part = { purchaseId, lines: [{ lineId, quantity: "25" }] };
    const answers = await Promise.all(Array.from({ length: 4 }, () => workspace.ask(receivePurchase, part)));
    expect(codesOf(answers)).toEqual(["yes", "yes", "yes", "yes"]);
    const card = await seePurchase(workspace, purchaseId);
    expect(card).toMatchObject({ state: "received", receivedTotal: "1000" });
    expect(card.lines[0]?.received).toBe("100");
    expect(await checkStockLaws(world.database.kysely, workspace.workspaceId)).toEqual([]);
  }
});

it("takes the last part once without a note: whoever comes second has more than was ordered", async () => {
  for (let round = 0; round < rounds; round += 1) {
    const workspace = await world.aWorkspace();
    const { purchaseId, lineId } = await aPurchase(workspace);
    const all = { purchaseId, lines: [{ lineId, quantity: "100" }] };
    const answers = await Promise.all([
      workspace.ask(receivePurchase, all),
      workspace.ask(receivePurchase, all),
    ]);
    expect(codesOf(answers)).toEqual(["purchase_note_needed", "yes"]);
    expect((await seePurchase(workspace, purchaseId)).lines[0]?.received).toBe("100");
    expect(await checkStockLaws(world.database.kysely, workspace.workspaceId)).toEqual([]);
  }
});

it("is cancelled or received, and never both", async () => {
  for (let round = 0; round < rounds; round += 1) {
    const workspace = await world.aWorkspace();
    const { purchaseId, lineId } = await aPurchase(workspace);
    const answers = await Promise.all([
      workspace.ask(receivePurchase, { purchaseId, lines: [{ lineId, quantity: "40" }] }),
      workspace.ask(cancelPurchase, { purchaseId }),
    ]);
    expect(codesOf(answers)).toEqual(["purchase_not_now", "yes"]);
    const card = await seePurchase(workspace, purchaseId);
    const [received] = answers;
    expect([card.state, card.lines[0]?.received]).toEqual(
      received.ok ? ["partly_received", "40"] : ["cancelled", "0"],
    );
    expect(await checkStockLaws(world.database.kysely, workspace.workspaceId)).toEqual([]);
  }
});
