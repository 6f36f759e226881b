import type { Id } from "#kernel/id.ts";
import { ok } from "#kernel/result.ts";
import { itemImportRoutes } from "#modules/catalog/contract/item-import.ts";
import { insertItemImport } from "#modules/catalog/store/item-import.ts";
import { type Command, defineCommand } from "../../run-command.ts";

type SentTable = { readonly bytes: number; readonly format: "text" | "xlsx" };

/**
 * Writes down a file of items that has come; reading it is a job that follows from the fact. `keep` puts the bytes
 * where the job finds them, inside the transaction: no row commits before its bytes are there.
 */
export function addItemImport(
  { bytes, format }: SentTable,
  keep: (importId: Id) => Promise<void>,
): Command<typeof itemImportRoutes.uploadItemImport> {
  return defineCommand("uploadItemImport", itemImportRoutes.uploadItemImport, async (tx, input, act) => {
    const importId = act.newId();
    await keep(importId);
    const addedBy = act.actor.kind === "member" ? act.actor.memberId : null;
    const { name: fileName } = input;
    await insertItemImport(tx, { id: importId, fileName, bytes, format, addedBy, now: act.now });
    act.append({
      kind: "item_import_added",
      thing: "item_import",
      thingId: importId,
      version: 1,
      data: { fileName, bytes, format },
    });
    return ok({ importId });
  });
}
