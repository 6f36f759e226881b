import { ok } from "#kernel/result.ts";
import { findItemImport, updateItemImport } from "#modules/catalog/store/item-import.ts";
import { defineCommand } from "../../run-command.ts";
import { importSteps } from "./steps.ts";

/** Ends a file with the reason: one that can't be read, or whose taker may no longer take it. */
export const refuseImport = defineCommand("refuseImport", importSteps.refuse, async (tx, input, act) => {
  const before = await findItemImport(tx, input.importId, { lock: true });
  if (before === null || (before.state !== "reading" && before.state !== "taking")) return ok({});
  const version = before.version + 1;
  const { code, data: said } = input;
  await updateItemImport(tx, before.id, {
    state: "refused",
    refusal: { code, data: said },
    ended_at: act.now,
    version,
  });
  const data = { from: before.state, to: "refused", code };
  act.append({ kind: "item_import_ended", thing: "item_import", thingId: before.id, version, data });
  return ok({});
});
