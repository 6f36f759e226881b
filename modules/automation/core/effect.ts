import type { Id } from "#kernel/id.ts";

/** What a trigger wants done because of a fact. */
export type Effect = {
  readonly trigger: TriggerKind;
  /** With the fact and the kind it makes the effect's id: the deal line, or the order. */
  readonly target: Id;
  readonly templateVersionId: Id | null;
  readonly dealId: Id | null;
  readonly orderId: Id | null;
  readonly plan: EffectPlan;
};

export type TriggerKind = "start" | "done" | "cancel" | "template_missing";

/** All that carrying it out needs, kept with the effect so that it can be tried again. */
export type EffectPlan =
  | {
      readonly act: "create_order";
      readonly dealId: Id;
      readonly dealLineId: Id;
      readonly variantId: Id;
      readonly quantity: number;
      readonly product: string;
      readonly deal: string;
    }
  | {
      readonly act: "move_deal_when_covered";
      readonly dealId: Id;
      readonly orderId: Id;
      readonly dealStatusId: Id;
    }
  | { readonly act: "move_deal"; readonly dealId: Id; readonly dealStatusId: Id }
  | {
      readonly act: "tell_template_missing";
      readonly dealId: Id;
      readonly product: string;
      readonly deal: string;
    };

/** A chain of facts and effects that is longer than this has caught itself in a loop. */
export const mostHops = 8;

export const isLoop = (hopOfFact: number): boolean => hopOfFact + 1 > mostHops;
