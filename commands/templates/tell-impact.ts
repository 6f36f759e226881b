import { type Decimal, sum, text, zero } from "#kernel/decimal.ts";
import type { Refusal } from "#kernel/result.ts";
import type { Output } from "#kernel/route.ts";
import type { PricedTemplate } from "#commands/costing/price-template.ts";
import type { templatesRoutes } from "#modules/templates/contract/routes.ts";
import type { Catalogue } from "#modules/templates/store/resolver-inputs.ts";
import type { RecentOrder } from "#modules/templates/views/recent-orders.ts";

type Impact = NonNullable<Output<typeof templatesRoutes.previewTemplateSave>["impact"]>;
type Side = PricedTemplate & { readonly seconds: number };

/** An order by the version that it was made from, and by the body that is to be saved. */
export type Reckoned =
  | { readonly order: RecentOrder; readonly own: Side; readonly next: Side }
  /** the values that it was ordered with don't do for one of them */
  | { readonly order: RecentOrder; readonly fault: Refusal };

/** Money is told to those who may see planned cost. */
export function tellImpact(
  reckoned: readonly Reckoned[],
  catalogue: Pick<Catalogue, "materials" | "variants">,
  seesCost: boolean,
): Omit<Impact, "running"> {
  const both = reckoned.flatMap((one) => ("fault" in one ? [] : [one]));
  const total = (value: (side: Side) => Decimal) => ({
    own: text(sum(both.map(({ own }) => value(own)))),
    next: text(sum(both.map(({ next }) => value(next)))),
  });
  return {
    orders: reckoned.map((one) => tellOrder(one, seesCost)),
    totals: {
      orders: both.length,
      seconds: {
        own: both.reduce((seconds, { own }) => seconds + own.seconds, 0),
        next: both.reduce((seconds, { next }) => seconds + next.seconds, 0),
      },
      cost: seesCost ? total(({ cost }) => cost.total) : null,
      materials: tellMaterials(both, catalogue),
    },
  };
}

function tellOrder(one: Reckoned, seesCost: boolean): Impact["orders"][number] {
  const { orderId, orderNumber, variantName, quantity, createdAt, open, versionNumber } = one.order;
  const order = {
    orderId,
    orderNumber,
    variantName,
    quantity,
    createdAt: createdAt.toISOString(),
    open,
    versionNumber,
  };
  if ("fault" in one) {
    const { code, data = {} } = one.fault;
    return { ...order, seconds: null, cost: null, fault: { code, data: { ...data } } };
  }
  const { own, next } = one;
  return {
    ...order,
    seconds: { own: own.seconds, next: next.seconds },
    cost: seesCost ? { own: text(own.cost.total), next: text(next.cost.total) } : null,
    fault: null,
  };
}

type Needs = { variantId: string | null; itemId: string | null; own: Decimal; next: Decimal };

function tellMaterials(
  both: readonly { readonly own: Side; readonly next: Side }[],
  { materials, variants }: Pick<Catalogue, "materials" | "variants">,
): Impact["totals"]["materials"] {
  const needs = new Map<string, Needs>();
  for (const order of both) {
    for (const side of ["own", "next"] as const) {
      for (const { variantId, itemId, required } of order[side].norms) {
        const key = variantId ?? itemId ?? "";
        const sofar = needs.get(key) ?? { variantId, itemId, own: zero, next: zero };
        needs.set(key, { ...sofar, [side]: sofar[side].plus(required) });
      }
    }
  }
  return [...needs.values()].flatMap(({ variantId, itemId, own, next }): Impact["totals"]["materials"] => {
    const required = { own: text(own), next: text(next) };
    if (variantId !== null) {
      const variant = variants.get(variantId);
      return variant === undefined ? [] : [{ variantId, ...variant, required }];
    }
    const item = materials.get(itemId ?? "");
    if (item === undefined) return [];
    return [{ variantId, itemName: item.name, variantName: null, unit: item.unit, required }];
  });
}
