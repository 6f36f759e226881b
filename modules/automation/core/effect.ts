import type { Id } from "#kernel/id.ts";
import type { Role } from "#modules/access/contract/roles.ts";

/** What a trigger wants done because of a fact. */
export type Effect = {
  readonly trigger: TriggerKind;
  /** With the fact and the kind it makes the effect's id: the deal line, or the order. */
  readonly target: string;
  /** instead of the fact in the effect's id: what happens once, however many facts say so (a stage's start) */
  readonly once?: string;
  readonly templateVersionId: Id | null;
  readonly dealId: Id | null;
  readonly orderId: Id | null;
  readonly plan: EffectPlan;
};

export type TriggerKind =
  | "start"
  | "done"
  | "cancel"
  | "defect"
  | "rework"
  | "stage_start"
  | "stage_completion"
  | "undo"
  | "receipt"
  | "shortage"
  | "reservation_lost"
  | "template_missing";

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
      /** a trigger had moved it, and its cause was taken back */
      readonly act: "move_deal_back";
      readonly dealId: Id;
      readonly fromStatusId: Id;
      readonly dealStatusId: Id;
    }
  | {
      readonly act: "create_task";
      readonly dealId: Id | null;
      readonly orderId: Id;
      readonly title: string;
      readonly memberId: Id | null;
      readonly tradeId: Id | null;
      readonly role: Role | null;
    }
  | {
      /** until a channel sends it, somebody who talks to the customer does */
      readonly act: "send_message";
      readonly dealId: Id | null;
      readonly orderId: Id;
      readonly text: string;
    }
  | {
      /** a wait after the last stage is over at `until` */
      readonly act: "receive_lot";
      readonly orderId: Id;
      readonly lotId: Id;
      readonly until: string;
    }
  | {
      /** something has become free there that others wait for */
      readonly act: "fill_shortages";
      readonly balanceId: Id;
    }
  | {
      /** what one order held was used for another one, or is not there */
      readonly act: "tell_reservation_lost";
      readonly orderId: Id;
      readonly order: number;
      readonly material: string;
      /** "3\tkg" */
      readonly lostQuantity: string;
      /** the order that used it; null where a count or a loss took it */
      readonly toOrder: number | null;
    }
  | {
      readonly act: "tell_template_missing";
      readonly dealId: Id;
      readonly product: string;
      readonly deal: string;
    };

/** A chain of facts and effects that is longer than this has caught itself in a loop. */
export const mostHops = 8;

export const isLoop = (hopOfFact: number): boolean => hopOfFact + 1 > mostHops;
