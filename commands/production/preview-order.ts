import { endOfDay } from "#kernel/calendar.ts";
import { roundMoney, text } from "#kernel/decimal.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { loadWorkspacePolicies } from "#modules/access/store/workspace-policies.ts";
import type { AskedAttribute } from "#modules/catalog/contract/attributes.ts";
import { checkAskedAttributes } from "#modules/catalog/core/asked-attributes.ts";
import { findVariant } from "#modules/catalog/store/find-variant.ts";
import { readStock } from "#modules/inventory/store/read-stock.ts";
import { stagesWithoutRate } from "#modules/costing/core/plan-cost.ts";
import type { productionRoutes } from "#modules/production/contract/routes.ts";
import { loadTemplateForOrder } from "#modules/templates/store/template-for-order.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { awaitingMaterials } from "./awaiting-materials.ts";
import { nameShortages, shortagesOf } from "./order-shortages.ts";
import { planOrder, stockNeeds } from "./plan-order.ts";

type Route = typeof productionRoutes.previewOrder;

/** What an order would need, cost and take, by the same steps that make it; nothing is locked or kept. */
export async function previewOrder(
  tx: Tx,
  input: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const template = await loadTemplateForOrder(tx, input.variantId);
  if (template === null) {
    const variant = await findVariant(tx, input.variantId);
    if (variant === null) return no("variant_unknown", {}, ["variantId"]);
    return no("template_missing", { itemId: variant.itemId, item: variant.itemName }, ["variantId"]);
  }
  const { asked } = template;
  const fits = checkValues(asked, input);
  if (!fits.ok) return fits;
  const workspace = await loadWorkspacePolicies(tx);
  const dueAt =
    input.dueDate === undefined || input.dueDate === null
      ? null
      : endOfDay(input.dueDate, workspace.timeZone);
  const planned = await planOrder(tx, template.body, {
    variantId: input.variantId,
    quantity: input.quantity,
    batchMode: input.batchMode ?? template.body.policies.batchMode,
    upsellIds: input.upsellIds,
    attributes: input.attributes,
    unitAttributes: input.unitAttributes,
    now: viewer.now,
    dueAt,
    ...workspace,
  });
  if (!planned.ok) return planned;
  const plan = planned.value;
  const picked = plan.norms.flatMap(({ variantId, ...norm }) =>
    variantId === null ? [] : [{ ...norm, variantId }],
  );
  const shortages = shortagesOf(picked, await readStock(tx, stockNeeds(picked)));
  const unpriced = picked.filter((norm) => norm.noPrice).map((norm) => norm.variantId);
  const names = await Promise.all([...new Set(unpriced)].map((variantId) => findVariant(tx, variantId)));
  const unrated = stagesWithoutRate(plan.cost);
  return ok({
    templateId: template.templateId,
    templateNumber: template.number,
    shortages: await nameShortages(tx, shortages),
    awaiting: await awaitingMaterials(tx, plan),
    shortagePolicy: template.body.policies.shortage,
    plannedCost: text(plan.cost.total),
    plannedCostPerUnit: text(roundMoney(plan.cost.total.div(input.quantity))),
    plannedStart: plan.dates.plannedStart.toISOString(),
    plannedFinish: plan.dates.plannedFinish.toISOString(),
    stageNames: plan.stages.filter((stage) => stage.active).map((stage) => stage.name),
    withoutPrice: names.flatMap((variant) => (variant === null ? [] : [variant.itemName])),
    withoutRate: plan.stages.filter((stage) => unrated.has(stage.key)).map((stage) => stage.name),
    defaultBatchMode: template.body.policies.batchMode,
    defaultPriority: template.body.policies.priority,
    asked: [...asked],
  });
}

/** What is still missing is no fault of a preview, unless something needs it. */
function checkValues(
  asked: readonly AskedAttribute[],
  { attributes, unitAttributes }: Pick<Input<Route>, "attributes" | "unitAttributes">,
): Result<unknown> {
  const ofOrder = checkAskedAttributes(asked, attributes, ["attributes"], { partly: true });
  if (!ofOrder.ok) return ofOrder;
  for (const [unit, values] of unitAttributes.entries()) {
    const ofUnit = checkAskedAttributes(asked, values, ["unitAttributes", unit], { partly: true });
    if (!ofUnit.ok) return ofUnit;
  }
  return ok(null);
}
