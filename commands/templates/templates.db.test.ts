import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Result } from "#kernel/result.ts";
import { templateBodyField } from "#modules/templates/contract/template-body.ts";
import { insertVersion } from "#modules/templates/store/template-version.ts";
import { createDatabase, type Database, inWorkspace } from "#server/database/workspace-transaction.ts";
import {
  makeTemplateWorkspace,
  type TemplateWorkspace,
  testNow,
  valueOf,
} from "#test/builders/template-workspace.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { addTemplate } from "./add-template.ts";
import { approveTriggers } from "./approve-triggers.ts";
import { archiveTemplate } from "./archive-template.ts";
import { duplicateTemplate } from "./duplicate-template.ts";
import { restoreTemplateVersion } from "./restore-template-version.ts";
import { saveTemplate } from "./save-template.ts";

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

async function rows<T>(text: string, ...values: unknown[]): Promise<T[]> {
  return (await testDatabase.pool.query(text, [shop.workspaceId, ...values])).rows as T[];
}
const facts = (): Promise<{ kind: string; version: number; data: Record<string, unknown> }[]> =>
  rows("select kind, version, data from fact where workspace_id = $1 order by sequence");
const versions = (): Promise<{ number: number; approved_by: string | null; comment: string }[]> =>
  rows(
    "select number, approved_by, comment from template_version where workspace_id = $1 order by created_at, number",
  );
const template = async (id: string): Promise<Record<string, unknown>> =>
  (
    await rows<Record<string, unknown>>("select * from template where workspace_id = $1 and id = $2", id)
  )[0] ?? {};

function refusalOf(answer: Result<unknown>): unknown {
  if (answer.ok) throw new Error("Was not refused");
  return answer.refusal;
}
async function anyTemplate(by: "owner" | "technologist" = "owner"): Promise<string> {
  const input = { itemId: shop.id.product, name: "Coffee", body: shop.body(), comment: "First" };
  return valueOf(await shop.ask(addTemplate, input, by)).templateId;
}
const saving = (templateId: string, basedOn: number, name = "Coffee") => ({
  templateId,
  name,
  body: shop.body(),
  comment: `After ${basedOn}`,
  basedOn,
});

describe("addTemplate", () => {
  it("writes version 1, a reference for each id of the body, and two facts of one thing", async () => {
    const templateId = await anyTemplate();
    expect(await template(templateId)).toMatchObject({
      item_id: shop.id.product,
      name: "Coffee",
      current_number: 1,
      archived: false,
      version: 2,
    });
    const [saved] = await rows<{ id: string; body: unknown; created_by: string }>(
      "select id, body, created_by from template_version where workspace_id = $1",
    );
    expect(saved?.body).toEqual(shop.body());
    expect(saved?.created_by).toBe(shop.memberIds.owner);
    expect(await facts()).toEqual([
      { kind: "template_added", version: 1, data: { itemId: shop.id.product, name: "Coffee" } },
      {
        kind: "template_version_saved",
        version: 2,
        data: { templateVersionId: saved?.id, number: 1, comment: "First", approved: true },
      },
    ]);
    const references = await rows<Record<string, string | null>>(
      "select variant_id, warehouse_id, trade_id, member_id, deal_status_id from template_reference where workspace_id = $1",
    );
    const named = references.map((row) => Object.values(row).find((value) => value !== null)).sort();
    const { beans, bags, warehouse, finished, trade, accepted, ready } = shop.id;
    expect(named).toEqual([beans, bags, warehouse, finished, trade, accepted, ready].sort());
  });

  it("approves what an owner or admin saves, and lets a technologist's triggers wait", async () => {
    await anyTemplate("technologist");
    expect((await versions())[0]?.approved_by).toBeNull();
    expect((await facts())[1]?.data["approved"]).toBe(false);
    const input = { itemId: shop.id.secondProduct, name: "Decaf", body: shop.body(), comment: "" };
    valueOf(await shop.ask(addTemplate, input, "admin"));
    expect((await versions()).map((row) => row.approved_by)).toEqual([null, shop.memberIds.admin]);
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
    expect(await facts()).toEqual([]);
    await anyTemplate();
    expect(refusalOf(await shop.ask(addTemplate, asked(shop.id.product)))).toMatchObject({
      code: "template_exists",
    });
    expect(await versions()).toHaveLength(1);
  });

  it("refuses what the body's own check refuses", async () => {
    const norms = [{ variantId: shop.id.otherVariant, warehouseId: shop.id.warehouse, perUnit: "1" }];
    const body = shop.body({ stages: [shop.roast, { ...shop.pack, norms }] });
    const answer = await shop.ask(addTemplate, { itemId: shop.id.product, name: "T", body, comment: "" });
    expect(refusalOf(answer)).toMatchObject({
      code: "norm_of_own_product",
      path: ["body", "stages", 1, "norms", 0, "variantId"],
    });
    expect(await versions()).toEqual([]);
  });

  it("names the place of each id that is another workspace's, and writes nothing", async () => {
    const other = await makeTemplateWorkspace(database);
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
    expect(await versions()).toEqual([]);
    expect(await rows("select id from template where workspace_id = $1")).toEqual([]);
  });

  it("leaves the schema to refuse another workspace's id, where a check is forgotten", async () => {
    const other = await makeTemplateWorkspace(database);
    const templateId = await anyTemplate();
    const body = shop.body({ policies: { finishedWarehouseId: other.id.finished } });
    const version = { id: uuidv7(), templateId, number: 2, body, comment: "", approvedBy: null };
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
    const [counted] = await rows<{ count: number }>(
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
    expect(await versions()).toHaveLength(1);
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

describe("saveTemplate", () => {
  it("adds a version, leaves the old one as it was, and says so in a fact", async () => {
    const templateId = await anyTemplate();
    const body = shop.body({ stages: [shop.pack] });
    const input = { ...saving(templateId, 1), body };
    expect(valueOf(await shop.ask(saveTemplate, input, "technologist"))).toEqual({ number: 2 });
    const bodies = await rows<{ body: unknown }>(
      "select body from template_version where workspace_id = $1 order by number",
    );
    expect(bodies.map((row) => row.body)).toEqual([shop.body(), body]);
    expect(await template(templateId)).toMatchObject({ current_number: 2, version: 3 });
    expect((await facts()).at(-1)).toMatchObject({
      kind: "template_version_saved",
      version: 3,
      data: { number: 2, comment: "After 1", approved: false },
    });
  });

  it("renames with a fact of its own", async () => {
    const templateId = await anyTemplate();
    valueOf(await shop.ask(saveTemplate, saving(templateId, 1, "House blend")));
    expect(await template(templateId)).toMatchObject({ name: "House blend", version: 4 });
    expect((await facts()).slice(2)).toMatchObject([
      { kind: "template_renamed", version: 3, data: { from: "Coffee", to: "House blend" } },
      { kind: "template_version_saved", version: 4 },
    ]);
  });

  it("refuses an edit that began from an older version", async () => {
    const templateId = await anyTemplate();
    valueOf(await shop.ask(saveTemplate, saving(templateId, 1)));
    expect(refusalOf(await shop.ask(saveTemplate, saving(templateId, 1)))).toEqual({
      code: "template_changed_meanwhile",
      data: { basedOn: 1, current: 2 },
      path: ["basedOn"],
    });
    expect(await versions()).toHaveLength(2);
  });

  it("lets one of two win who save at once", async () => {
    const templateId = await anyTemplate();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => shop.ask(saveTemplate, saving(templateId, 1))),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    for (const answer of answers) {
      if (!answer.ok) expect(answer.refusal.code).toBe("template_changed_meanwhile");
    }
    expect((await versions()).map((row) => row.number)).toEqual([1, 2]);
  });

  it("refuses a template of nobody's, of another workspace's, and a body that is wrong", async () => {
    const other = await makeTemplateWorkspace(database);
    const theirs = valueOf(
      await other.ask(addTemplate, {
        itemId: other.id.product,
        name: "Theirs",
        body: other.body(),
        comment: "",
      }),
    );
    for (const templateId of [nobody, theirs.templateId]) {
      expect(refusalOf(await shop.ask(saveTemplate, saving(templateId, 1)))).toEqual({
        code: "template_unknown",
        data: {},
        path: ["templateId"],
      });
    }
    const templateId = await anyTemplate();
    const body = shop.body({ stages: [shop.pack, shop.pack] });
    expect(refusalOf(await shop.ask(saveTemplate, { ...saving(templateId, 1), body }))).toMatchObject({
      code: "stage_key_twice",
    });
    const own = shop.body({
      stages: [{ ...shop.pack, norms: [{ variantId: shop.id.variant, warehouseId: shop.id.warehouse }] }],
    });
    expect(refusalOf(await shop.ask(saveTemplate, { ...saving(templateId, 1), body: own }))).toMatchObject({
      code: "norm_of_own_product",
    });
    expect((await template(templateId))["current_number"]).toBe(1);
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
    expect((await versions())[0]?.approved_by).toBe(shop.memberIds.owner);
  });
});

describe("restoreTemplateVersion", () => {
  it("makes the older body current again, as a new version that says where it came from", async () => {
    const templateId = await anyTemplate();
    const changed = { ...saving(templateId, 1), body: shop.body({ stages: [shop.pack] }) };
    valueOf(await shop.ask(saveTemplate, changed));
    expect(
      valueOf(await shop.ask(restoreTemplateVersion, { templateId, number: 1 }, "technologist")),
    ).toEqual({
      number: 3,
    });
    const bodies = await rows<{ body: unknown }>(
      "select body from template_version where workspace_id = $1 order by number",
    );
    expect(bodies[2]?.body).toEqual(shop.body());
    expect((await versions())[2]?.approved_by).toBeNull();
    expect((await facts()).at(-1)).toMatchObject({
      kind: "template_version_saved",
      data: { number: 3, restoredFrom: 1, approved: false },
    });
    const [counted] = await rows<{ count: number }>(
      `select count(*) from template_reference r join template_version v on v.id = r.template_version_id
       where r.workspace_id = $1 and v.number = 3`,
    );
    expect(counted?.count).toBe(7);
  });

  it("refuses what isn't there", async () => {
    const templateId = await anyTemplate();
    expect(refusalOf(await shop.ask(restoreTemplateVersion, { templateId, number: 2 }))).toEqual({
      code: "template_version_unknown",
      data: { number: 2 },
      path: ["number"],
    });
    expect(
      refusalOf(await shop.ask(restoreTemplateVersion, { templateId: nobody, number: 1 })),
    ).toMatchObject({
      code: "template_unknown",
    });
  });
});

describe("duplicateTemplate", () => {
  it("copies the current version to another product", async () => {
    const templateId = await anyTemplate();
    valueOf(
      await shop.ask(saveTemplate, { ...saving(templateId, 1), body: shop.body({ stages: [shop.pack] }) }),
    );
    const input = { templateId, itemId: shop.id.secondProduct, name: "Decaf" };
    const copy = valueOf(await shop.ask(duplicateTemplate, input, "technologist")).templateId;
    expect(await template(copy)).toMatchObject({
      item_id: shop.id.secondProduct,
      name: "Decaf",
      current_number: 1,
    });
    const [saved] = await rows<{ body: unknown }>(
      "select body from template_version where workspace_id = $1 and template_id = $2",
      copy,
    );
    expect(saved?.body).toEqual(shop.body({ stages: [shop.pack] }));
    expect((await facts()).at(-1)).toMatchObject({
      data: { copiedFrom: templateId, copiedNumber: 2, number: 1, approved: false },
    });
  });

  it("refuses a product that is a material of it, has one, is none, or isn't there", async () => {
    const norms = [{ variantId: shop.id.secondVariant, warehouseId: shop.id.warehouse, perUnit: "1" }];
    const body = shop.body({ stages: [{ ...shop.pack, norms }] });
    const input = { itemId: shop.id.product, name: "Set", body, comment: "" };
    const { templateId } = valueOf(await shop.ask(addTemplate, input));
    const copyTo = async (itemId: string, from = templateId): Promise<unknown> =>
      refusalOf(await shop.ask(duplicateTemplate, { templateId: from, itemId, name: "Copy" }));
    expect(await copyTo(shop.id.secondProduct)).toMatchObject({
      code: "norm_of_own_product",
      path: ["itemId"],
    });
    expect(await copyTo(shop.id.product)).toMatchObject({ code: "template_exists" });
    expect(await copyTo(shop.id.material)).toMatchObject({ code: "item_not_made", path: ["itemId"] });
    expect(await copyTo(nobody)).toMatchObject({ code: "item_unknown", path: ["itemId"] });
    expect(await copyTo(shop.id.product, nobody)).toMatchObject({ code: "template_unknown" });
  });
});

describe("archiveTemplate", () => {
  it("archives and brings back, once each", async () => {
    const templateId = await anyTemplate();
    for (const archived of [true, true, false]) {
      valueOf(await shop.ask(archiveTemplate, { templateId, archived }));
      expect((await template(templateId))["archived"]).toBe(archived);
    }
    expect((await facts()).slice(2).map((fact) => [fact.kind, fact.version])).toEqual([
      ["template_archived", 3],
      ["template_brought_back", 4],
    ]);
  });

  it("makes room for another, and can't come back beside it", async () => {
    const templateId = await anyTemplate();
    valueOf(await shop.ask(archiveTemplate, { templateId, archived: true }));
    await anyTemplate();
    expect(refusalOf(await shop.ask(archiveTemplate, { templateId, archived: false }))).toMatchObject({
      code: "template_exists",
    });
    expect(refusalOf(await shop.ask(archiveTemplate, { templateId: nobody, archived: true }))).toMatchObject({
      code: "template_unknown",
    });
  });
});

describe("approveTriggers", () => {
  it("lets the triggers of a version act, once, and never changes whose approval it was", async () => {
    const templateId = await anyTemplate("technologist");
    valueOf(await shop.ask(approveTriggers, { templateId, number: 1 }, "admin"));
    valueOf(await shop.ask(approveTriggers, { templateId, number: 1 }, "owner"));
    expect((await versions())[0]?.approved_by).toBe(shop.memberIds.admin);
    expect((await facts()).slice(2)).toMatchObject([
      { kind: "triggers_approved", version: 3, data: { number: 1 } },
    ]);
    expect((await template(templateId))["version"]).toBe(3);
  });

  it("is refused to a technologist, and for what isn't there", async () => {
    const templateId = await anyTemplate("technologist");
    expect(
      refusalOf(await shop.ask(approveTriggers, { templateId, number: 1 }, "technologist")),
    ).toMatchObject({
      code: "not_allowed",
    });
    expect(refusalOf(await shop.ask(approveTriggers, { templateId, number: 2 }))).toMatchObject({
      code: "template_version_unknown",
    });
    expect(refusalOf(await shop.ask(approveTriggers, { templateId: nobody, number: 1 }))).toMatchObject({
      code: "template_unknown",
    });
    expect((await versions())[0]?.approved_by).toBeNull();
  });
});

describe("the contract's defaults", () => {
  it("are in the stored body, so that a version says everything by itself", async () => {
    await anyTemplate();
    const [saved] = await rows<{ body: unknown }>(
      "select body from template_version where workspace_id = $1",
    );
    expect(templateBodyField.parse(saved?.body)).toEqual(saved?.body);
  });
});
