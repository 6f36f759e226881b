import type { Id } from "#kernel/id.ts";
import type { StageEffect } from "#modules/templates/contract/template-body.ts";
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

export type DefectTriggers = {
  readonly defect: { readonly dealStatusId: Id } | null;
  readonly rework: { readonly dealStatusId: Id } | null;
};

/**
 * A return that opens a cycle fires rework; every defect fires its own trigger, a return only where rework is not
 * set. An escalated return opens no cycle until a person says so. Source: domain.md section 8.
 */
export function effectsOfDefect(
  order: EndedOrder,
  what: { readonly kind: "defect"; readonly opensCycle: boolean } | { readonly kind: "return" },
  triggers: DefectTriggers,
): Effect[] {
  const { orderId, dealId, templateVersionId } = order;
  if (dealId === null) return [];
  const name = what.kind === "return" ? "rework" : "defect";
  if (what.kind === "defect" && what.opensCycle && triggers.rework !== null) return [];
  const trigger = triggers[name];
  if (trigger === null) return [];
  const plan = { act: "move_deal", dealId, dealStatusId: trigger.dealStatusId } as const;
  return [{ trigger: name, target: orderId, templateVersionId, dealId, orderId, plan }];
}

/** What a message or a task may name, in braces. */
export type NamedFields = Readonly<Record<string, string>>;

/** A stage of an order began, or no unit needs it any more: once an order, however many lots and cycles. */
export function effectsOfStage(
  order: EndedOrder,
  stage: { readonly key: string; readonly effects: readonly StageEffect[] },
  when: "stage_start" | "stage_completion",
  fields: NamedFields,
): Effect[] {
  const { orderId, dealId, templateVersionId } = order;
  return stage.effects.flatMap((effect, place): Effect[] => {
    const own = {
      trigger: when,
      target: `${orderId} ${stage.key} ${place}`,
      once: `${orderId} ${stage.key} ${place}`,
      templateVersionId,
      dealId,
      orderId,
    } as const;
    switch (effect.kind) {
      case "move_deal":
        return dealId === null
          ? []
          : [{ ...own, plan: { act: "move_deal", dealId, dealStatusId: effect.dealStatusId } }];
      case "create_task":
        return [
          {
            ...own,
            plan: {
              act: "create_task",
              dealId,
              orderId,
              title: fillIn(effect.title, fields),
              memberId: effect.memberId,
              tradeId: effect.tradeId,
              role: effect.role,
            },
          },
        ];
      case "message":
        // Without a deal there is nobody to tell.
        return dealId === null
          ? []
          : [{ ...own, plan: { act: "send_message", dealId, orderId, text: fillIn(effect.text, fields) } }];
    }
  });
}

/** A field that nobody knows stays as it was typed: the reader sees what is wrong. */
export function fillIn(text: string, fields: NamedFields): string {
  return text.replaceAll(/\{(\w+)\}/g, (typed, name: string) => fields[name] ?? typed);
}
