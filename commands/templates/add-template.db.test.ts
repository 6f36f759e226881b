import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addSubcontractor } from "#commands/subcontracting/add-subcontractor.ts";
import { inputOf } from "#kernel/route.ts";
import { templateBodyField } from "#modules/templates/contract/template-body.ts";
import { insertVersion } from "#modules/templates/store/template-version.ts";
import { createDatabase, type Database, inWorkspace } from "#server/database/workspace-transaction.ts";
import {
  makeTemplateWorkspace,
  refusalOf,
  type TemplateWorkspace,
  testNow,
  valueOf,
} from "#test/builders/template-workspace.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { addTemplate } from "./add-template.ts";

let testDatabase: TestDatabase;
let database: Database;
let shop: TemplateWorkspace;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.pool);
});
afterAll(() => testDatabase.drop());
beforeEach(async () => {
  shop = await makeTemplateWorkspace(database);
});

const nobody = "00000000-0000-7000-8000-000000000000";

async function anyTemplate(by: "owner" | "technologist" = "owner"): Promise<string> {
  const input = { itemId: shop.id.product, name: "Coffee", body: shop.body(), comment: "First" };
  return valueOf(await shop.ask(addTemplate, input, by)).templateId;
}

describe("addTemplate", () => {
  it("writes version 1, a reference for each id of the body, and two facts of one thing", async () => {
    const templateId = await anyTemplate();
    expect(await shop.template(templateId)).toMatchObject({
      item_id: shop.id.product,
      name: "Coffee",
      current_number: 1,
      archived: false,
      version: 2,
    });
    const [saved] = await shop.rows<{ id: string; body: unknown; created_by: string }>(
      "select id, body, created_by from template_version where workspace_id = $1",
    );
    expect(saved?.body).toEqual(shop.body());
    expect(saved?.created_by).toBe(shop.memberIds.owner);
    expect(await shop.facts()).toEqual([
      { kind: "template_added", version: 1, data: { itemId: shop.id.product, name: "Coffee" } },
      {
        kind: "template_version_saved",
        version: 2,
        data: { templateVersionId: saved?.id, number: 1, comment: "First", approved: true },
      },
    ]);
    const references = await shop.rows<Record<string, string | null>>(
      "select variant_id, warehouse_id, trade_id, member_id, deal_status_id from template_reference where workspace_id = $1",
    );
    const named = references.map((row) => Object.values(row).find((value) => value !== null));
    const { beans, bags, warehouse, finished, trade, accepted, ready } = shop.id;
    expect(new Set(named)).toEqual(new Set([beans, bags, warehouse, finished, trade, accepted, ready]));
    expect(named).toHaveLength(7);
  });

  it("approves what an owner or admin saves, and lets a technologist's triggers wait", async () => {
    await anyTemplate("technologist");
    expect((await shop.versions())[0]?.approved_by).toBeNull();
    expect((await shop.facts())[1]?.data["approved"]).toBe(false);
    const input = { itemId: shop.id.secondProduct, name: "Decaf", body: shop.body(), comment: "" };
    valueOf(await shop.ask(addTemplate, input, "admin"));
    expect((await shop.versions()).map((row) => row.approved_by)).toEqual([null, shop.memberIds.admin]);
  });

  it("refuses an item of nobody's, of another workspace's, a material, and a second template", async () => {
    const other = await makeTemplateWorkspace(database);
    const asked = (itemId: string) => ({ itemId, name: "T", body: shop.body(), comment: "" });
    const unknown = { code: "item_unknown", data: {}, path: ["itemId"] };
    expect(refusalOf(await shop.ask(addTemplate, asked(nobody)))).toEqual(unknown);
    expect(refusalOf(await shop.ask(addTemplate, asked(other.id.product)))).toEqual(unknown);
    expect(refusalOf(await shop.ask(addTemplate, asked(shop.id.material)))).toEqual({
      code: "item_not_made",
      data: {},
      path: ["itemId"],
    });
    expect(await shop.facts()).toEqual([]);
    await anyTemplate();
    expect(refusalOf(await shop.ask(addTemplate, asked(shop.id.product)))).toMatchObject({
      code: "template_exists",
    });
    expect(await shop.versions()).toHaveLength(1);
  });

  it("refuses what the body's own check refuses", async () => {
    const norms = [{ variantId: shop.id.otherVariant, warehouseId: shop.id.warehouse, perUnit: "1" }];
    const body = shop.body({ stages: [shop.roast, { ...shop.pack, norms }] });
    const answer = await shop.ask(addTemplate, { itemId: shop.id.product, name: "T", body, comment: "" });
    expect(refusalOf(answer)).toMatchObject({
      code: "norm_of_own_product",
      path: ["body", "stages", 1, "norms", 0, "variantId"],
    });
    expect(await shop.versions()).toEqual([]);
  });

  it("names the place of each id that is another workspace's, and writes nothing", async () => {
    const other = await makeTemplateWorkspace(database);
    const theirs = valueOf(
      await other.ask(addSubcontractor, inputOf(addSubcontractor.route, { name: "Theirs" })),
    );
    const { roast, pack, id } = shop;
    const [norm] = roast.norms;
    const finishedWarehouseId = id.finished;
    const cases = [
      {
        code: "variant_unknown",
        path: ["stages", 0, "norms", 0, "variantId"],
        body: shop.body({
          stages: [{ ...roast, norms: [{ ...norm, warehouseId: id.warehouse, variantId: other.id.beans }] }],
        }),
      },
      {
        code: "warehouse_unknown",
        path: ["stages", 1, "norms", 0, "warehouseId"],
        body: shop.body({
          stages: [roast, { ...pack, norms: [{ variantId: id.bags, warehouseId: other.id.warehouse }] }],
        }),
      },
      {
        code: "trade_unknown",
        path: ["stages", 1, "performer", "tradeId"],
        body: shop.body({
          stages: [roast, { ...pack, performer: { kind: "chosen_at_start", tradeId: other.id.trade } }],
        }),
      },
      {
        code: "member_unknown",
        path: ["stages", 0, "performer", "memberId"],
        body: shop.body({
          stages: [{ ...roast, performer: { kind: "member", memberId: other.memberIds.operator } }],
        }),
      },
      {
        code: "subcontractor_unknown",
        path: ["stages", 0, "performer", "subcontractorId"],
        body: shop.body({
          stages: [
            {
              ...roast,
              performer: {
                kind: "subcontractor",
                subcontractorId: theirs.subcontractorId,
                price: { kind: "fixed", amount: "1" },
              },
            },
          ],
        }),
      },
      {
        code: "deal_status_unknown",
        path: ["triggers", "cancel", "dealStatusId"],
        body: shop.body({ triggers: { cancel: { dealStatusId: other.id.ready } } }),
      },
      {
        code: "warehouse_unknown",
        path: ["policies", "finishedWarehouseId"],
        body: shop.body({ policies: { finishedWarehouseId: other.id.finished } }),
      },
      {
        code: "member_unknown",
        path: ["policies", "responsibleId"],
        body: shop.body({ policies: { finishedWarehouseId, responsibleId: other.memberIds.supervisor } }),
      },
    ];
    for (const { code, path, body } of cases) {
      const answer = await shop.ask(addTemplate, { itemId: id.product, name: "T", body, comment: "" });
      expect(refusalOf(answer)).toEqual({ code, data: {}, path: ["body", ...path] });
    }
    expect(await shop.versions()).toEqual([]);
    expect(await shop.rows("select id from template where workspace_id = $1")).toEqual([]);
  });

  it("leaves the schema to refuse another workspace's id, where a check is forgotten", async () => {
    const other = await makeTemplateWorkspace(database);
    const templateId = await anyTemplate();
    const body = shop.body({ policies: { finishedWarehouseId: other.id.finished } });
    const version = {
      id: uuidv7(),
      templateId,
      number: 2,
      body,
      comment: "",
      approvedBy: null,
      restoredFrom: null,
    };
    const write = inWorkspace(database, shop.workspaceId, "write", async (tx) => {
      await insertVersion(tx, { ...version, createdBy: shop.memberIds.owner, now: testNow }, uuidv7);
      return { commit: true, value: null };
    });
    await expect(write).rejects.toMatchObject({ code: "23503" });
  });

  it("takes the longest bill of materials that the contract allows", async () => {
    const ids = Array.from({ length: 5_000 }, () => uuidv7());
    await shop.insert(
      "variant",
      ...ids.map((id, at) => ({
        id,
        item_id: shop.id.material,
        name: `Part ${at}`,
        attributes: {},
        archived: false,
        version: 1,
      })),
    );
    const stages = Array.from({ length: 50 }, (_, at) => ({
      ...shop.roast,
      key: `s${at}`,
      norms: ids
        .slice(at * 100, at * 100 + 100)
        .map((variantId) => ({ variantId, warehouseId: shop.id.warehouse })),
    }));
    const body = shop.body({ stages });
    valueOf(await shop.ask(addTemplate, { itemId: shop.id.product, name: "Long", body, comment: "" }));
    const [counted] = await shop.rows<{ count: number }>(
      "select count(variant_id) from template_reference where workspace_id = $1",
    );
    expect(counted?.count).toBe(5_000);
  });

  it("is refused to those who may not write templates", async () => {
    const input = { itemId: shop.id.product, name: "T", body: shop.body(), comment: "" };
    for (const role of ["operator", "sales_manager", "supervisor", "storekeeper", "accountant"] as const) {
      expect(refusalOf(await shop.ask(addTemplate, input, role))).toMatchObject({ code: "not_allowed" });
    }
  });

  it("answers the same command id as before, and once", async () => {
    const input = { itemId: shop.id.product, name: "Coffee", body: shop.body(), comment: "" };
    const commandId = uuidv7();
    const first = valueOf(await shop.ask(addTemplate, input, "owner", { commandId }));
    expect(valueOf(await shop.ask(addTemplate, input, "owner", { commandId }))).toEqual(first);
    expect(await shop.versions()).toHaveLength(1);
  });

  it("leaves one template where two are added at once", async () => {
    const input = { itemId: shop.id.product, name: "Coffee", body: shop.body(), comment: "" };
    const answers = await Promise.all([shop.ask(addTemplate, input), shop.ask(addTemplate, input)]);
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(refusalOf(answers.find((answer) => !answer.ok) ?? answers[0])).toMatchObject({
      code: "template_exists",
    });
  });
});

describe("a version", () => {
  it("can't be changed or deleted by the app, but for its approval", async () => {
    await anyTemplate("technologist");
    const asApp = (text: string): Promise<null> =>
      inWorkspace(database, shop.workspaceId, "write", async (tx) => {
        await sql.raw(text).execute(tx.db);
        return { commit: true, value: null };
      });
    for (const text of [
      "update template_version set body = '{}'",
      "update template_version set number = 7",
      "update template_version set comment = 'x'",
      "delete from template_version",
      "delete from template_reference",
      "update template_reference set variant_id = null",
    ]) {
      await expect(asApp(text)).rejects.toMatchObject({ code: "42501" });
    }
    await asApp(`update template_version set approved_by = '${shop.memberIds.owner}'`);
    expect((await shop.versions())[0]?.approved_by).toBe(shop.memberIds.owner);
  });
});

describe("the contract's defaults", () => {
  it("are in the stored body, so that a version says everything by itself", async () => {
    await anyTemplate();
    const [saved] = await shop.rows<{ body: unknown }>(
      "select body from template_version where workspace_id = $1",
    );
    expect(templateBodyField.parse(saved?.body)).toEqual(saved?.body);
  });
});
