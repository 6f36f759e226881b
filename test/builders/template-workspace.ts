import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import { type Asking, type Command, runCommand } from "#commands/run-command.ts";
import type { WorkspaceId } from "#kernel/id.ts";
import type { Refusal, Result } from "#kernel/result.ts";
import type { Input, Output, Route } from "#kernel/route.ts";
import { type Actor, type Role, roles } from "#modules/access/contract/roles.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { may } from "#modules/access/core/may.ts";
import { mintWorkspaceId } from "#modules/access/store/mint-workspace-id.ts";
import { keyBody } from "#modules/templates/core/key-body.ts";
import { type TemplateBody, templateBodyField } from "#modules/templates/contract/template-body.ts";
import { type Database, readWorkspace, type Tx } from "#server/database/workspace-transaction.ts";

/** A small workspace with all that a template may name; every call makes another one. */
export type TemplateWorkspace = Awaited<ReturnType<typeof makeTemplateWorkspace>>;

export const testNow = new Date("2026-01-19T08:00:00Z");
type Draft = z.input<typeof templateBodyField>;

export async function makeTemplateWorkspace(database: Database) {
  const workspaceId: WorkspaceId = mintWorkspaceId(uuidv7());
  const id = {
    product: uuidv7(),
    variant: uuidv7(),
    otherVariant: uuidv7(),
    secondProduct: uuidv7(),
    secondVariant: uuidv7(),
    material: uuidv7(),
    beans: uuidv7(),
    bags: uuidv7(),
    warehouse: uuidv7(),
    finished: uuidv7(),
    trade: uuidv7(),
    accepted: uuidv7(),
    ready: uuidv7(),
    pipeline: uuidv7(),
  };
  const memberIds = Object.fromEntries(roles.map((role) => [role, uuidv7()])) as Record<Role, string>;

  const insert = (table: string, ...rows: Record<string, unknown>[]): Promise<unknown> =>
    database.pool.query(
      `insert into ${table} (${["workspace_id", ...Object.keys(rows[0] ?? {})].join(", ")})
       select ${["$1::uuid", ...Object.keys(rows[0] ?? {}).map((column) => `r.${column}`)].join(", ")}
       from jsonb_populate_recordset(null::${table}, $2::jsonb) as r`,
      [workspaceId, JSON.stringify(rows)],
    );
  const at = testNow;
  const slug = `w${workspaceId.replaceAll("-", "").slice(-20)}`;
  await insert("workspace", {
    slug,
    name: "Roastery",
    currency: "UAH",
    language: "en",
    time_zone: "Europe/Kyiv",
    calendar: {},
    allow_negative_stock: true,
    is_demo: false,
    version: 1,
    created_at: at,
  });
  await insert("trade", { id: id.trade, name: "Roaster", archived: false, version: 1 });
  await insert(
    "member",
    ...roles.map((role) => ({
      id: memberIds[role],
      name: `The ${role}`,
      language: "en",
      roles: [role],
      trade_ids: role === "operator" ? [id.trade] : [],
      active: true,
      pin_failures: 0,
      version: 1,
      created_at: at,
    })),
  );
  const item = (itemId: string, kind: string, name: string, unit: string) => ({
    id: itemId,
    kind,
    name,
    unit,
    archived: false,
    version: 1,
    created_at: at,
  });
  await insert(
    "item",
    item(id.product, "product", "Coffee", "pcs"),
    item(id.secondProduct, "product", "Decaf", "pcs"),
    item(id.material, "material", "Green beans", "kg"),
  );
  const variant = (variantId: string, itemId: string, name: string) => ({
    id: variantId,
    item_id: itemId,
    name,
    attributes: {},
    archived: false,
    version: 1,
  });
  await insert(
    "variant",
    variant(id.variant, id.product, "250 g"),
    variant(id.otherVariant, id.product, "1 kg"),
    variant(id.secondVariant, id.secondProduct, "250 g"),
    variant(id.beans, id.material, "Ethiopia"),
    variant(id.bags, id.material, "Bag"),
  );
  await insert(
    "warehouse",
    { id: id.warehouse, name: "Materials", archived: false, version: 1 },
    { id: id.finished, name: "Finished goods", archived: false, version: 1 },
  );
  await insert("pipeline", { id: id.pipeline, name: "Sales", position: 0, version: 1 });
  const status = (statusId: string, name: string, position: number) => ({
    id: statusId,
    pipeline_id: id.pipeline,
    name,
    position,
    kind: "open",
    archived: false,
    version: 1,
  });
  await insert("deal_status", status(id.accepted, "Accepted", 0), status(id.ready, "Ready", 1));

  const actor = (role: Role): Actor => ({
    kind: "member",
    memberId: memberIds[role],
    roles: [role],
    tradeIds: role === "operator" ? [id.trade] : [],
  });
  const roast = {
    key: "roast",
    name: "Roasting",
    performer: { kind: "trade" as const, tradeId: id.trade },
    consumption: "at_start" as const,
    batchSeconds: 900,
    norms: [{ variantId: id.beans, warehouseId: id.warehouse, perUnit: "0.25", loss: "0.15" }],
  };
  const pack = {
    key: "pack",
    name: "Packing",
    performer: { kind: "role" as const, role: "operator" as const },
    consumption: "at_completion" as const,
    unitSeconds: 60,
    norms: [{ variantId: id.bags, warehouseId: id.warehouse, perUnit: "1" }],
  };

  const rows = async <T>(text: string, ...values: unknown[]): Promise<T[]> =>
    (await database.pool.query(text, [workspaceId, ...values])).rows as T[];

  return {
    workspaceId,
    id,
    memberIds,
    actor,
    insert,
    /** by a statement in which $1 is the workspace */
    rows,
    facts: () =>
      rows<{ kind: string; version: number; data: Record<string, unknown> }>(
        "select kind, version, data from fact where workspace_id = $1 order by sequence",
      ),
    versions: () =>
      rows<{ number: number; approved_by: string | null }>(
        "select number, approved_by from template_version where workspace_id = $1 order by created_at, number",
      ),
    template: async (templateId: string): Promise<Record<string, unknown>> =>
      (
        await rows<Record<string, unknown>>(
          "select * from template where workspace_id = $1 and id = $2",
          templateId,
        )
      )[0] ?? {},
    roast,
    pack,
    /** with keys for its norms, as it is saved */
    body(changes: Partial<Draft> = {}): TemplateBody {
      return keyBody(
        templateBodyField.parse({
          stages: [roast, pack],
          triggers: { start: { dealStatusId: id.accepted }, done: { dealStatusId: id.ready } },
          policies: { finishedWarehouseId: id.finished },
          ...changes,
        }),
      );
    },
    ask<R extends Route>(
      command: Command<R>,
      input: Input<R>,
      by: Role = "owner",
      more: Partial<Asking> = {},
    ): Promise<Result<Output<R>>> {
      const asking = { workspaceId, actor: actor(by), commandId: uuidv7(), now: testNow, ...more };
      return runCommand(database, command, input, asking);
    },
    read<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
      return readWorkspace(database, workspaceId, work);
    },
    viewer(by: Role): Viewer {
      return {
        actor: actor(by),
        now: testNow,
        timeZone: "Europe/Kyiv",
        may: (action, run) => may(actor(by), action, run),
      };
    },
  };
}

/** The value of an answer that has to be a yes. */
export function valueOf<T>(answer: Result<T>): T {
  if (!answer.ok) throw new Error(`Refused: ${JSON.stringify(answer.refusal)}`);
  return answer.value;
}

export function refusalOf(answer: Result<unknown>): Refusal {
  if (answer.ok) throw new Error("Was not refused");
  return answer.refusal;
}
