import type { Id } from "#kernel/id.ts";
import type { Effect } from "./effect.ts";

export type LineOfDeal = {
  readonly lineId: Id;
  readonly variantId: Id;
  readonly itemId: Id;
  /** item and variant, as people name it */
  readonly product: string;
  /** units; a product is made in whole ones */
  readonly quantity: number;
  readonly hasTemplate: boolean;
  /** an order alive or done */
  readonly hasOrder: boolean;
};

export type DealToStart = {
  readonly dealId: Id;
  readonly deal: string;
  readonly lines: readonly LineOfDeal[];
};
export type StartingTemplate = { readonly templateVersionId: Id; readonly itemId: Id };

/**
 * A deal has entered a status, or a line was added to it there. `starting`: the approved templates that the
 * status starts. A status that starts nothing at all says nothing about products without a template either.
 */
export function effectsOfEntry(deal: DealToStart, starting: readonly StartingTemplate[]): Effect[] {
  if (starting.length === 0) return [];
  const told = new Set<Id>();
  const effects: Effect[] = [];
  for (const line of deal.lines) {
    const template = starting.find(({ itemId }) => itemId === line.itemId);
    if (template !== undefined) {
      if (!line.hasOrder) effects.push(startOrder(deal, line, template.templateVersionId));
    } else if (!line.hasTemplate && !told.has(line.itemId)) {
      told.add(line.itemId);
      effects.push(tellTemplateMissing(deal, line));
    }
  }
  return effects;
}

function startOrder({ dealId, deal }: DealToStart, line: LineOfDeal, templateVersionId: Id): Effect {
  const { lineId: dealLineId, variantId, quantity, product } = line;
  return {
    trigger: "start",
    target: dealLineId,
    templateVersionId,
    dealId,
    orderId: null,
    plan: { act: "create_order", dealId, dealLineId, variantId, quantity, product, deal },
  };
}

function tellTemplateMissing({ dealId, deal }: DealToStart, line: LineOfDeal): Effect {
  return {
    trigger: "template_missing",
    target: line.lineId,
    templateVersionId: null,
    dealId,
    orderId: null,
    plan: { act: "tell_template_missing", dealId, deal, product: line.product },
  };
}

export type EndedOrder = { readonly orderId: Id; readonly dealId: Id | null; readonly templateVersionId: Id };
export type EndTriggers = {
  readonly done: { readonly dealStatusId: Id } | null;
  readonly cancel: { readonly dealStatusId: Id } | null;
};

/** An order was finished or cancelled. An order without a deal moves none. */
export function effectsOfEnd(order: EndedOrder, how: "done" | "cancel", triggers: EndTriggers): Effect[] {
  const { orderId, dealId, templateVersionId } = order;
  const trigger = triggers[how];
  if (dealId === null || trigger === null) return [];
  const { dealStatusId } = trigger;
  const plan =
    how === "done"
      ? ({ act: "move_deal_when_covered", dealId, orderId, dealStatusId } as const)
      : ({ act: "move_deal", dealId, dealStatusId } as const);
  return [{ trigger: how, target: orderId, templateVersionId, dealId, orderId, plan }];
}
