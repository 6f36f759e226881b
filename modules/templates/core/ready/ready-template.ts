import type { Unit } from "#kernel/unit.ts";
import type { AskedAttribute, OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import { identifierOf } from "../formula/formula.ts";

/**
 * A template to start from, with all that it needs, by name: its `body` is one of a template file
 * (contract/template-file.ts), so that making it is an import after what is missing was added.
 */
export type ReadyTemplate = {
  readonly product: {
    readonly name: string;
    readonly shelfLifeDays: number | null;
    readonly asked: readonly AskedAttribute[];
    readonly variants: readonly ReadyVariant[];
    readonly upsells: readonly { readonly name: string; readonly price: string }[];
  };
  readonly materials: readonly ReadyMaterial[];
  readonly trades: readonly string[];
  /** whoever makes a stage of it outside the house */
  readonly subcontractors?: readonly { readonly name: string; readonly services: string }[];
  readonly body: Readonly<Record<string, unknown>>;
};

export type ReadyVariant = {
  readonly name: string;
  readonly attributes: OrderAttributes;
  readonly salePrice: string;
};
export type ReadyMaterial = {
  readonly name: string;
  readonly unit: Unit;
  readonly variants: readonly {
    readonly name: string;
    readonly attributes: OrderAttributes;
    /** an example, to be replaced by what is really paid */
    readonly listPrice: string;
  }[];
};

/** What all ready templates say in the workspace's language, and where they find their surroundings. */
export type ReadySurroundings = {
  /** names of warehouses */
  readonly materials: string;
  readonly finishedGoods: string;
  /** of the default pipeline; what was renamed or archived since is left out of the triggers */
  readonly statuses: Readonly<Partial<Record<ReadyStatus, { pipeline: string; status: string }>>>;
  /** "Your order is in production" */
  readonly inProductionMessage: string;
  /** "Prepare for shipment" */
  readonly prepareForShipment: string;
};
export type ReadyStatus = "accepted" | "inProduction" | "rework" | "readyToShip";

export const minute = 60;
export const hour = 60 * minute;

type Stage = { readonly key: string; readonly [field: string]: unknown };
type Policies = Readonly<Record<string, unknown>>;

/**
 * The body around the stages, wired to the default pipeline: the first stage's start moves the deal and tells
 * the customer, the last one's completion asks for the shipment. Neither is optional, or nobody would be told.
 */
export function readyBody(
  stages: readonly Stage[],
  around: ReadySurroundings,
  policies: Policies,
): Record<string, unknown> {
  const { accepted, inProduction, rework, readyToShip } = around.statuses;
  const moves = inProduction === undefined ? [] : [{ kind: "move_deal", dealStatusId: inProduction }];
  const told = { kind: "message", text: around.inProductionMessage };
  const task = { kind: "create_task", title: around.prepareForShipment, role: "sales_manager" };
  const trigger = (status: { pipeline: string; status: string } | undefined) =>
    status === undefined ? null : { dealStatusId: status };
  return {
    stages: stages.map((stage, at) => ({
      ...stage,
      ...(at === 0 ? { atStart: [...moves, told] } : {}),
      ...(at === stages.length - 1 ? { atCompletion: [task] } : {}),
    })),
    triggers: { start: trigger(accepted), done: trigger(readyToShip), rework: trigger(rework) },
    policies: { ...policies, finishedWarehouseId: around.finishedGoods },
  };
}

/** A material in one variant that has its name. */
export const plainMaterial = (name: string, unit: Unit, listPrice: string): ReadyMaterial => ({
  name,
  unit,
  variants: [{ name, attributes: {}, listPrice }],
});

/** A norm of a material in one variant. */
export const normOf = (
  name: string,
  around: ReadySurroundings,
  more: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> => ({
  variantId: { item: name, variant: name },
  warehouseId: around.materials,
  ...more,
});

/** How a formula writes the attribute. */
export const named = (attribute: string): string => identifierOf(attribute);

export const byTrade = (name: string) => ({ kind: "trade", tradeId: name });
export const yesNo = (key: string, name: string) => ({ kind: "yes_no", key, name });
