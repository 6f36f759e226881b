import { no, ok } from "#kernel/result.ts";
import { itemImportRoutes } from "#modules/catalog/contract/item-import.ts";
import { findItemImport, updateItemImport } from "#modules/catalog/store/item-import.ts";
import { defineCommand } from "../../run-command.ts";

/** Whoever reads or takes it stops at the next chunk: each looks at the state under this row's lock. */
export const cancelItemImport = defineCommand(
  "cancelItemImport",
  itemImportRoutes.cancelItemImport,
  async (tx, input, act) => {
    const before = await findItemImport(tx, input.importId, { lock: true });
    if (before === null) return no("import_unknown", {}, ["importId"]);
    const { state } = before;
    if (state !== "reading" && state !== "ready" && state !== "taking") return no("import_ended", { state });
    const version = before.version + 1;
    await updateItemImport(tx, before.id, { state: "cancelled", ended_at: act.now, version });
    const data = { from: state, to: "cancelled" };
    act.append({ kind: "item_import_ended", thing: "item_import", thingId: before.id, version, data });
    return ok({});
  },
);
