import { localDate } from "#kernel/calendar.ts";
import { no, ok } from "#kernel/result.ts";
import { loadWorkspacePolicies } from "#modules/access/store/workspace-policies.ts";
import { buyingRoutes } from "#modules/buying/contract/routes.ts";
import { checkVerb } from "#modules/buying/core/purchase-state.ts";
import { lockPurchase, savePurchase } from "#modules/buying/store/purchase.ts";
import { findSuppliers } from "#modules/buying/store/supplier.ts";
import { defineCommand } from "../run-command.ts";
import { appendPurchaseFact } from "./purchase-fact.ts";

const day = 86_400_000;

/** It went out, by whatever way. Its day, where nobody has set one, follows from the supplier's days. */
export const sendPurchase = defineCommand(
  "sendPurchase",
  buyingRoutes.sendPurchase,
  async (tx, { purchaseId }, act) => {
    const before = await lockPurchase(tx, purchaseId);
    if (before === null) return no("purchase_unknown", {}, ["purchaseId"]);
    const allowed = checkVerb(before, "send");
    if (!allowed.ok) return allowed;
    if (before.lines.length === 0) return no("purchase_empty");
    let { expectedDate } = before;
    if (expectedDate === null) {
      const leadDays =
        (await findSuppliers(tx, [before.supplierId])).get(before.supplierId)?.leadDays ?? null;
      const { timeZone } = await loadWorkspacePolicies(tx);
      // Days of the calendar, counted from today's date: an hour of summer time moves none of them.
      const today = Date.parse(localDate(act.now, timeZone));
      if (leadDays !== null) expectedDate = new Date(today + leadDays * day).toISOString().slice(0, 10);
    }
    const version = before.version + 1;
    const after = { ...before, state: "sent" as const, sent: true, sentAt: act.now, expectedDate, version };
    await savePurchase(tx, after, []);
    appendPurchaseFact(act, after, "purchase_sent", { expectedDate });
    return ok({ expectedDate });
  },
);
