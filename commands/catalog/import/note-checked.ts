import { ok } from "#kernel/result.ts";
import { findItemImport, updateItemImport } from "#modules/catalog/store/item-import.ts";
import { defineCommand } from "../../run-command.ts";
import { importSteps } from "./steps.ts";

export const noteChecked = defineCommand(
  "noteImportChecked",
  importSteps.noteChecked,
  async (tx, input, act) => {
    const before = await findItemImport(tx, input.importId, { lock: true });
    if (before === null || before.state !== "reading" || before.reading !== input.reading) return ok({});
    const version = before.version + 1;
    await updateItemImport(tx, before.id, { state: "ready", row_count: before.readCount, version });
    const data = { new: before.newCount, changed: before.changedCount };
    act.append({ kind: "item_import_ready", thing: "item_import", thingId: before.id, version, data });
    return ok({});
  },
);
