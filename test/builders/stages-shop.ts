import { createOrder } from "#commands/production/create-order.ts";
import { saveTemplate } from "#commands/templates/save-template.ts";
import type { Id } from "#kernel/id.ts";
import type { BatchMode, TemplateBody } from "#modules/templates/contract/template-body.ts";
import { readWorkspace } from "#server/database/workspace-transaction.ts";
import type { TestDatabase } from "#test/database.ts";
import { aWorkshop, type Workshop } from "./workshop.ts";
import { shopMinute } from "./workshop-orders.ts";

/** A workshop whose template has the stages that a test asks for, one after another unless told. */
export type StagesWish = {
  readonly keys: readonly string[];
  readonly batchMode: BatchMode;
  readonly accounting?: "included" | "separate";
  /** the stage that takes 1 kg of flour a unit, at 10.00 */
  readonly material?: string;
  readonly reworkLimit?: Readonly<Record<string, number>>;
  readonly waitsFor?: Readonly<Record<string, readonly string[]>>;
  readonly overYield?: string;
  /** kg on the shelf */
  readonly flour?: string;
  /** before the template is saved */
  readonly prepare?: (shop: Workshop) => Promise<void>;
  readonly change?: (body: TemplateBody, shop: Workshop) => TemplateBody;
};
export type StagesShop = Workshop & { stageId: (orderId: Id, key: string) => Promise<Id> };

export async function aShopOfStages(testDatabase: TestDatabase, wish: StagesWish): Promise<StagesShop> {
  const shop = await aWorkshop(testDatabase, { flour: wish.flour ?? "1000" });
  await wish.prepare?.(shop);
  const body: TemplateBody = {
    stages: wish.keys.map((key) => ({
      key,
      name: key,
      instruction: "",
      performer: { kind: "role", role: "operator" },
      setUpSeconds: 0,
      unitSeconds: 60,
      batchSeconds: 0,
      wait: null,
      condition: null,
      waitsFor: wish.waitsFor?.[key] === undefined ? null : [...wish.waitsFor[key]],
      consumption: "at_start",
      checks: [],
      photoRequired: false,
      reworkLimit: wish.reworkLimit?.[key] ?? null,
      atStart: [],
      atCompletion: [],
      norms:
        wish.material === key
          ? [
              {
                key: "flour",
                variantId: shop.flourId,
                itemId: null,
                follows: null,
                warehouseId: shop.materialsId,
                perUnit: "1",
                perBatch: "0",
                loss: "0",
                allowance: "0",
                roundingStep: null,
                samples: [],
              },
            ]
          : [],
    })),
    variants: [],
    triggers: { start: null, done: null, cancel: null, defect: null, rework: null },
    policies: {
      defectAccounting: wish.accounting ?? "included",
      shortage: "ignore",
      overYield: wish.overYield ?? "0",
      semiFinished: "warn",
      finishedWarehouseId: shop.finishedId,
      batchMode: wish.batchMode,
      priority: "normal",
      responsibleId: null,
    },
  };
  await shop.make(saveTemplate, {
    templateId: shop.templateId,
    name: "Stages",
    body: wish.change?.(body, shop) ?? body,
    basedOn: 1,
  });
  return {
    ...shop,
    stageId: async (orderId, key) =>
      (
        await readWorkspace(shop.database, shop.workspaceId, (tx) =>
          tx.db
            .selectFrom("order_stage")
            .select("id")
            .where("order_id", "=", orderId)
            .where("key", "=", key)
            .executeTakeFirstOrThrow(),
        )
      ).id,
  };
}

export async function anOrderOf(
  shop: Workshop,
  quantity: number,
  more: Partial<Parameters<typeof shop.make<typeof createOrder.route>>[1]> = {},
): Promise<Id> {
  const { orderId } = await shop.make(
    createOrder,
    { variantId: shop.variantId, quantity, ...more },
    { now: shopMinute(0) },
  );
  return orderId;
}

/** The open run of a lot at a stage, else its newest there. */
export async function runOfLot(shop: Workshop, orderId: Id, lotNumber: string, key: string): Promise<Id> {
  const run = await readWorkspace(shop.database, shop.workspaceId, (tx) =>
    tx.db
      .selectFrom("run as r")
      .innerJoin("lot as l", "l.id", "r.lot_id")
      .innerJoin("order_stage as s", "s.id", "r.order_stage_id")
      .select("r.id")
      .where("r.order_id", "=", orderId)
      .where("l.number", "=", lotNumber)
      .where("s.key", "=", key)
      .where("r.state", "<>", "void")
      .orderBy("r.cycle", "desc")
      .executeTakeFirstOrThrow(),
  );
  return run.id;
}

export async function lotsOf(shop: Workshop, orderId: Id) {
  return readWorkspace(shop.database, shop.workspaceId, (tx) =>
    tx.db.selectFrom("lot").selectAll().where("order_id", "=", orderId).orderBy("number").execute(),
  );
}

export async function defectReasonOf(shop: Workshop): Promise<Id> {
  const row = await readWorkspace(shop.database, shop.workspaceId, (tx) =>
    tx.db
      .selectFrom("defect_reason")
      .select("id")
      .where("workspace_id", "=", shop.workspaceId)
      .orderBy("name")
      .executeTakeFirstOrThrow(),
  );
  return row.id;
}
