import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { readyTrades, type templatesRoutes } from "#modules/templates/contract/routes.ts";
import { batchModes } from "#modules/templates/contract/template-body.ts";
import { findSurroundings } from "#modules/templates/store/surroundings.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { missingTrades } from "./add-ready-template.ts";
import { planReadyTemplate } from "./ready-template.ts";

type Route = typeof templatesRoutes.listReadyTemplates;

export async function listReadyTemplates(
  tx: Tx,
  _input: Input<Route>,
  _viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const found = await findSurroundings(tx);
  return ok({
    rows: readyTrades.map((trade) => {
      const { ready } = planReadyTemplate(trade, found);
      const { stages, policies } = ready.body as {
        stages: { name: string }[];
        policies: { batchMode: string };
      };
      return {
        trade,
        name: ready.product.name,
        product: ready.product.name,
        batchMode: batchModes.find((mode) => mode === policies.batchMode) ?? "whole",
        stageNames: stages.map(({ name }) => name),
        materials: ready.materials.map(({ name }) => name),
        missingTrades: missingTrades(ready, found),
      };
    }),
  });
}
