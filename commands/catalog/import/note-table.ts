import { ok } from "#kernel/result.ts";
import type { ColumnTarget } from "#modules/catalog/contract/item-import.ts";
import { findItemImport, updateItemImport } from "#modules/catalog/store/item-import.ts";
import { defineCommand } from "../../run-command.ts";
import { importSteps } from "./steps.ts";

export const noteTable = defineCommand("noteImportTable", importSteps.noteTable, async (tx, input, act) => {
  const before = await findItemImport(tx, input.importId, { lock: true });
  // Cancelled while it was read, or read already before a crash.
  if (before === null || before.state !== "reading" || before.headerRow !== null) return ok({});
  const version = before.version + 1;
  const { encoding, separator, headerRow, header, rowCount } = input;
  await updateItemImport(tx, before.id, {
    encoding,
    separator,
    header_row: headerRow,
    header,
    columns: input.columns as readonly ColumnTarget[],
    row_count: rowCount,
    version,
  });
  const data = { encoding, separator, headerRow, rowCount };
  act.append({ kind: "item_import_read", thing: "item_import", thingId: before.id, version, data });
  return ok({});
});
