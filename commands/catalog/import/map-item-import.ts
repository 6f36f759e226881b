import { no, ok } from "#kernel/result.ts";
import { itemImportRoutes } from "#modules/catalog/contract/item-import.ts";
import { checkColumns, fillsStock } from "#modules/catalog/core/import/check-columns.ts";
import { findItemImport, noCounts, updateItemImport } from "#modules/catalog/store/item-import.ts";
import { forgetVerdicts, nextRawRows } from "#modules/catalog/store/item-import-row.ts";
import { findUnknown } from "#modules/inventory/views/find-unknown.ts";
import { defineCommand } from "../../run-command.ts";

/** Says what the columns fill. All rows are looked at again, by a job that follows from the fact. */
export const mapItemImport = defineCommand(
  "mapItemImport",
  itemImportRoutes.mapItemImport,
  async (tx, input, act) => {
    const before = await findItemImport(tx, input.importId, { lock: true });
    if (before === null) return no("import_unknown", {}, ["importId"]);
    // What is read by other columns already may be read by these: the earlier look ends by itself.
    const isRead = before.headerRow !== null && (before.state === "ready" || before.state === "reading");
    if (!isRead) return no("import_not_ready", { state: before.state });
    const { columns, defaults } = input;
    const wrong = checkColumns(columns);
    if (wrong !== null) return wrong;
    if (fillsStock(columns) && !act.may("stock.write")) {
      const place = columns.findIndex((target) => target?.field === "openingQuantity");
      return no("not_allowed", { action: "stock.write" }, ["columns", place]);
    }
    if (defaults.warehouseId !== null) {
      const unknown = await findUnknown(tx, { variantIds: [], warehouseIds: [defaults.warehouseId] });
      if (unknown.warehouses.size > 0) return no("warehouse_unknown", {}, ["defaults", "warehouseId"]);
    }
    const headerRow = input.headerRow ?? before.headerRow ?? 0;
    const [named] = headerRow === 0 ? [] : await nextRawRows(tx, before.id, headerRow - 1, 1);
    const cells = named?.number === headerRow ? named.cells : [];
    const version = before.version + 1;
    await forgetVerdicts(tx, before.id);
    await updateItemImport(tx, before.id, {
      ...noCounts,
      row_count: before.rowCount,
      state: "reading",
      header_row: headerRow,
      header: columns.map((_, place) => (cells[place] ?? "").slice(0, 200)),
      columns,
      defaults,
      reading: before.reading + 1,
      version,
    });
    const data = { headerRow, columns, defaults };
    act.append({ kind: "item_import_mapped", thing: "item_import", thingId: before.id, version, data });
    return ok({});
  },
);
