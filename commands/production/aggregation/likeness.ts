import type { Id } from "#kernel/id.ts";
import { type AskedAmounts, likenessOf } from "#modules/production/core/alike-orders.ts";
import type { OrderState } from "#modules/production/core/order-state.ts";
import type { TemplateBody } from "#modules/templates/contract/template-body.ts";
import { applyVariant } from "#modules/templates/core/apply-variant.ts";
import { loadVersionsOfOrders } from "#modules/templates/store/versions-of-orders.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** By order: what it must have in common with others to be made with them. */
export async function likenessOfOrders(
  tx: Tx,
  states: readonly OrderState[],
): Promise<ReadonlyMap<Id, string>> {
  const bodies = await loadVersionsOfOrders(
    tx,
    states.map(({ order }) => order.templateVersionId),
  );
  const asked = new Map<string, AskedAmounts>();
  return new Map(
    states.map((state) => {
      const { id, templateVersionId, variantId } = state.order;
      const key = `${templateVersionId} ${variantId}`;
      const amounts = asked.get(key) ?? amountsOf(bodies.get(templateVersionId), variantId);
      asked.set(key, amounts);
      return [id, likenessOf(state, amounts)];
    }),
  );
}

function amountsOf(body: TemplateBody | undefined, variantId: Id): AskedAmounts {
  if (body === undefined) return new Map();
  return new Map(
    applyVariant(body, variantId).flatMap((stage) =>
      stage.norms.map(
        ({ key, perUnit, perBatch }) => [`${stage.key} ${key}`, { perUnit, perBatch }] as const,
      ),
    ),
  );
}
