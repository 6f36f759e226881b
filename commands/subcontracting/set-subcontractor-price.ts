import { decimal, text } from "#kernel/decimal.ts";
import { no, ok } from "#kernel/result.ts";
import { subcontractingRoutes } from "#modules/subcontracting/contract/routes.ts";
import {
  findServicePrice,
  insertServicePrice,
  lockSubcontractor,
  updateSubcontractor,
} from "#modules/subcontracting/store/subcontractor.ts";
import { defineCommand } from "../run-command.ts";

/** From now on: a template that names the service keeps what was agreed there, and so does every order. */
export const setSubcontractorPrice = defineCommand(
  "setSubcontractorPrice",
  subcontractingRoutes.setSubcontractorPrice,
  async (tx, input, act) => {
    const { subcontractorId, kind, withdrawn } = input;
    const amount = decimal(input.amount);
    const subcontractor = await lockSubcontractor(tx, subcontractorId);
    if (subcontractor === null) return no("subcontractor_unknown", {}, ["subcontractorId"]);
    const before = await findServicePrice(tx, subcontractorId, input.service);
    const isSame =
      before === null
        ? withdrawn
        : before.withdrawn === withdrawn && (withdrawn || (before.kind === kind && before.amount.eq(amount)));
    if (isSame) return ok({});
    // A service goes on under the name that it has.
    const service = before?.service ?? input.service;
    await insertServicePrice(tx, subcontractorId, {
      service,
      kind,
      amount,
      withdrawn,
      id: act.newId(),
      now: act.now,
    });
    const version = subcontractor.version + 1;
    await updateSubcontractor(tx, subcontractorId, {}, version);
    act.append({
      kind: "subcontractor_price_set",
      thing: "subcontractor",
      thingId: subcontractorId,
      version,
      data: {
        service,
        from: before === null || before.withdrawn ? null : { kind: before.kind, amount: text(before.amount) },
        to: withdrawn ? null : { kind, amount: text(amount) },
      },
    });
    return ok({});
  },
);
