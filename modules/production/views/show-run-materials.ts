import { decimal, text } from "#kernel/decimal.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { productionRoutes } from "#modules/production/contract/routes.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { readRunCards } from "./run-card.ts";

type Route = typeof productionRoutes.showRunMaterials;

/** What runs that are finished in one act are offered of each material, and what they have taken, together. */
export async function showRunMaterials(
  tx: Tx,
  input: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const cards = await readRunCards(tx, input.runIds, viewer);
  const unknown = input.runIds.findIndex((runId) => !cards.has(runId));
  if (unknown >= 0) return no("run_unknown", {}, ["runIds", unknown]);
  const rows = new Map<string, { normId: string; norm: string; consumed: string }>();
  for (const { normId, norm, consumed } of [...cards.values()].flatMap((card) => card.materials)) {
    const sofar = rows.get(normId) ?? { norm: "0", consumed: "0" };
    rows.set(normId, {
      normId,
      norm: text(decimal(norm).plus(sofar.norm)),
      consumed: text(decimal(consumed).plus(sofar.consumed)),
    });
  }
  return ok({ rows: [...rows.values()] });
}
