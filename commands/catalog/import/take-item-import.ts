import { no, ok } from "#kernel/result.ts";
import { itemImportRoutes } from "#modules/catalog/contract/item-import.ts";
import { fillsStock } from "#modules/catalog/core/import/check-columns.ts";
import { findItemImport, updateItemImport } from "#modules/catalog/store/item-import.ts";
import { defineCommand } from "../../run-command.ts";

/** Says yes to the good rows, as the person has seen them; taking them is a job that follows from the fact. */
export const takeItemImport = defineCommand(
  "takeItemImport",
  itemImportRoutes.takeItemImport,
  async (tx, input, act) => {
    const before = await findItemImport(tx, input.importId, { lock: true });
    if (before === null) return no("import_unknown", {}, ["importId"]);
    if (before.state !== "ready") return no("import_not_ready", { state: before.state });
    if (before.version !== input.version) return no("import_moved_on");
    if (fillsStock(before.columns) && !act.may("stock.write"))
      return no("not_allowed", { action: "stock.write" });
    const rows = before.newCount + before.changedCount;
    if (rows === 0) return no("import_nothing_to_take");
    const version = before.version + 1;
    const takenBy = act.actor.kind === "member" ? act.actor.memberId : null;
    await updateItemImport(tx, before.id, { state: "taking", taken_by: takenBy, version });
    act.append({
      kind: "item_import_taking",
      thing: "item_import",
      thingId: before.id,
      version,
      data: { rows },
    });
    return ok({ rows });
  },
);
