import { renameDealStatuses, renamePipelines, type Renaming } from "#modules/crm/store/starting-names.ts";
import { renameWarehouses } from "#modules/inventory/store/starting-names.ts";
import { renameDefectReasons, renameStopReasons } from "#modules/production/store/starting-names.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { Act } from "../run-command.ts";
import { type Language, startingWords } from "./starting-words.ts";

/** The dictionaries that a workspace begins with, in another language: what nobody has touched since. */
export async function rewordDictionaries(tx: Tx, act: Act, from: Language, to: Language): Promise<void> {
  const [before, after] = [startingWords[from], startingWords[to]];
  const renamed = {
    pipeline: await renamePipelines(tx, [{ from: before.pipeline, to: after.pipeline }]),
    deal_status: await renameDealStatuses(tx, pairs(before.statuses, after.statuses)),
    warehouse: await renameWarehouses(tx, pairs(before.warehouses, after.warehouses)),
    stop_reason: await renameStopReasons(tx, pairs(before.stopReasons, after.stopReasons)),
    defect_reason: await renameDefectReasons(tx, pairs(before.defectReasons, after.defectReasons)),
  };
  for (const [thing, rows] of Object.entries(renamed)) {
    for (const { id, version, from: was, to: is } of rows) {
      const data = { name: { from: was, to: is } };
      act.append({ kind: `${thing}_changed`, thing, thingId: id, version, data });
    }
  }
}

function pairs<K extends string>(
  before: Readonly<Record<K, string>>,
  after: Readonly<Record<K, string>>,
): Renaming[] {
  return (Object.keys(before) as K[]).map((key) => ({ from: before[key], to: after[key] }));
}
