import { v7 as newId } from "uuid";
import type { Id, WorkspaceId } from "#kernel/id.ts";
import type { Result } from "#kernel/result.ts";
import { inputOf, type Output, type Request, type Route } from "#kernel/route.ts";
import { addMember } from "#commands/access/add-member.ts";
import { createWorkspace } from "#commands/access/create-workspace.ts";
import { addItem } from "#commands/catalog/add-item.ts";
import { setRate } from "#commands/costing/set-rate.ts";
import { receiveStock } from "#commands/inventory/receive-stock.ts";
import { addTemplate } from "#commands/templates/add-template.ts";
import { type Command, runCommand } from "#commands/run-command.ts";
import type { Actor, Role } from "#modules/access/contract/roles.ts";
import { type TemplateBody, templateBodyField } from "#modules/templates/contract/template-body.ts";
import { createDatabase, type Database } from "#server/database/workspace-transaction.ts";
import { hashPin } from "#server/identity/member-sessions.ts";
import type { TestDatabase } from "#test/database.ts";

/**
 * A small workshop made by the commands that people use: an owner, an operator at 120.00 an hour, a product of
 * two stages with a material that is consumed at the start of one and at the completion of the other.
 */
export type Workshop = {
  readonly database: Database;
  readonly workspaceId: WorkspaceId;
  readonly slug: string;
  readonly owner: Actor & { kind: "member" };
  readonly operator: Actor & { kind: "member" };
  readonly materialsId: Id;
  readonly finishedId: Id;
  readonly pipelineId: Id;
  readonly statusIds: Readonly<
    Record<"new" | "accepted" | "readyToShip" | "won" | "lost" | "shipped" | "inProduction", Id>
  >;
  readonly pauseReasonId: Id;
  readonly paidPauseReasonId: Id;
  readonly blockReasonId: Id;
  readonly productId: Id;
  readonly variantId: Id;
  /** kg, consumed at the start of the first stage: 2 a unit */
  readonly flourId: Id;
  readonly flourItemId: Id;
  /** pcs, consumed at the completion of the second: 1 a unit */
  readonly boxId: Id;
  readonly templateId: Id;
  /** Runs a command as somebody at a moment; a new command id unless one is given. */
  readonly ask: <R extends Route>(
    command: Command<R>,
    input: Request<R>,
    options?: { as?: Actor; now?: Date; commandId?: Id },
  ) => Promise<Result<Output<R>>>;
  /** The same, for what must be accepted. */
  readonly make: <R extends Route>(
    command: Command<R>,
    input: Request<R>,
    options?: { as?: Actor; now?: Date; commandId?: Id },
  ) => Promise<Output<R>>;
};

export type WorkshopOptions = {
  readonly now?: Date;
  /** kg of flour and boxes received at 10 and 3; none with "0" */
  readonly flour?: string;
  readonly boxes?: string;
  readonly policies?: Partial<TemplateBody["policies"]>;
  readonly triggers?: boolean;
  readonly waitSeconds?: number;
  readonly waitMaximumSeconds?: number;
  /** of the first stage */
  readonly reworkLimit?: number;
};

export async function aWorkshop(
  testDatabase: TestDatabase,
  options: WorkshopOptions = {},
): Promise<Workshop> {
  const database = createDatabase(testDatabase.pool);
  const now = options.now ?? new Date("2026-03-02T08:00:00Z");
  const created = accepted(
    await createWorkspace(
      database,
      {
        name: "Test workshop",
        currency: "UAH",
        language: "en",
        timeZone: "Europe/Kyiv",
        owner: { userId: null, name: "Owner", email: null },
      },
      now,
    ),
  );
  const { workspaceId } = created;
  const owner = aMember(created.ownerId, ["owner"]);
  const ask: Workshop["ask"] = (command, input, asked = {}) =>
    runCommand(database, command, inputOf(command.route, input), {
      workspaceId,
      actor: asked.as ?? owner,
      commandId: asked.commandId ?? newId(),
      now: asked.now ?? now,
    });
  const make: Workshop["make"] = async (command, input, asked) => accepted(await ask(command, input, asked));

  const operator = aMember(
    (await make(addMember(hashPin), { name: "Operator", roles: ["operator"], tradeIds: [], pin: "1234" }))
      .memberId,
    ["operator"],
  );
  await make(setRate, { memberId: operator.memberId, rate: "120" });
  const item = (kind: "product" | "material", name: string, unit: "pcs" | "kg") =>
    make(addItem, {
      kind,
      name,
      unit,
      shelfLifeDays: null,
      variants: [
        { name, sku: null, attributes: {}, salePrice: kind === "product" ? "100" : null, listPrice: null },
      ],
    });
  const flourItem = await item("material", "Flour", "kg");
  const flour = firstOf(flourItem.variantIds);
  const box = firstOf((await item("material", "Box", "pcs")).variantIds);
  const product = await item("product", "Cake", "pcs");
  const variantId = firstOf(product.variantIds);
  const { materials: materialsId, finishedGoods: finishedId } = created.warehouseIds;
  const received = [
    { variantId: flour, quantity: options.flour ?? "1000", price: "10" },
    { variantId: box, quantity: options.boxes ?? "1000", price: "3" },
  ].filter((line) => line.quantity !== "0");
  if (received.length > 0) await make(receiveStock, { warehouseId: materialsId, lines: received, note: "" });
  const body = templateBodyField.parse({
    stages: [
      {
        key: "baking",
        name: "Baking",
        performer: { kind: "role", role: "operator" },
        batchSeconds: 600,
        wait: {
          name: "cooling",
          minimumSeconds: options.waitSeconds ?? 0,
          maximumSeconds: options.waitMaximumSeconds ?? null,
        },
        consumption: "at_start",
        reworkLimit: options.reworkLimit ?? null,
        norms: [{ variantId: flour, warehouseId: materialsId, perUnit: "2" }],
      },
      {
        key: "packing",
        name: "Packing",
        performer: { kind: "chosen_at_start" },
        unitSeconds: 30,
        consumption: "at_completion",
        norms: [{ variantId: box, warehouseId: materialsId, perUnit: "1" }],
      },
    ],
    triggers:
      options.triggers === true
        ? {
            start: { dealStatusId: created.dealStatusIds.accepted },
            done: { dealStatusId: created.dealStatusIds.readyToShip },
            cancel: { dealStatusId: created.dealStatusIds.lost },
          }
        : {},
    policies: { finishedWarehouseId: finishedId, ...options.policies },
  });
  const template = await make(addTemplate, { itemId: product.itemId, name: "Cake", body, comment: "" });
  return {
    database,
    workspaceId,
    slug: created.slug,
    owner,
    operator,
    materialsId,
    finishedId,
    pipelineId: created.pipelineId,
    statusIds: created.dealStatusIds,
    pauseReasonId: created.stopReasonIds.lunch,
    paidPauseReasonId: created.stopReasonIds.technologicalBreak,
    blockReasonId: created.stopReasonIds.noMaterial,
    productId: product.itemId,
    variantId,
    flourId: flour,
    flourItemId: flourItem.itemId,
    boxId: box,
    templateId: template.templateId,
    ask,
    make,
  };
}

export function aMember(memberId: Id, roles: readonly Role[], tradeIds: readonly Id[] = []) {
  return { kind: "member", memberId, roles, tradeIds } as const;
}

export function accepted<T>(answer: Result<T>): T {
  if (!answer.ok) throw new Error(`Refused: ${JSON.stringify(answer.refusal)}`);
  return answer.value;
}

function firstOf(ids: readonly Id[]): Id {
  const [first] = ids;
  if (first === undefined) throw new Error("No id was given");
  return first;
}
