import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addTemplate } from "#commands/templates/add-template.ts";
import { approveTriggers } from "#commands/templates/approve-triggers.ts";
import { archiveTemplate } from "#commands/templates/archive-template.ts";
import { saveTemplate } from "#commands/templates/save-template.ts";
import type { Role } from "#modules/access/contract/roles.ts";
import { templatesDoors } from "#server/http/doors/templates-doors.ts";
import { createDatabase, type Database } from "#server/database/workspace-transaction.ts";
import {
  makeTemplateWorkspace,
  type TemplateWorkspace,
  testNow,
  valueOf,
} from "#test/builders/template-workspace.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { templatesRoutes } from "../contract/routes.ts";
import { findStartTriggers, findVersionTriggers, loadTemplateForOrder } from "../store/template-for-order.ts";

const { listTemplates, showTemplate } = templatesDoors.views;

let testDatabase: TestDatabase;
let database: Database;
let shop: TemplateWorkspace;
let other: TemplateWorkspace;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.pool);
});
afterAll(() => testDatabase.drop());
beforeEach(async () => {
  shop = await makeTemplateWorkspace(database);
  // A neighbour with the same things must never show.
  other = await makeTemplateWorkspace(database);
  await add(other, "Theirs");
});

async function add(
  workspace: TemplateWorkspace,
  name: string,
  by: Role = "owner",
  itemId = workspace.id.product,
): Promise<string> {
  const input = { itemId, name, body: workspace.body(), comment: `${name}, first` };
  return valueOf(await workspace.ask(addTemplate, input, by)).templateId;
}
const versionIds = async (templateId: string): Promise<string[]> =>
  (
    await testDatabase.pool.query<{ id: string }>(
      "select id from template_version where workspace_id = $1 and template_id = $2 order by number",
      [shop.workspaceId, templateId],
    )
  ).rows.map((row) => row.id);

async function addOrders(templateVersionId: string, ...statuses: string[]): Promise<void> {
  const [counted] = (
    await testDatabase.pool.query<{ count: number }>(
      "select count(*) from production_order where workspace_id = $1",
      [shop.workspaceId],
    )
  ).rows;
  await shop.insert(
    "production_order",
    ...statuses.map((status, at) => ({
      id: uuidv7(),
      number: (counted?.count ?? 0) + at + 1,
      template_version_id: templateVersionId,
      variant_id: shop.id.variant,
      batch_mode: "whole",
      status,
      priority: "normal",
      notes: "",
      warehouse_id: shop.id.finished,
      defect_accounting: "included",
      over_yield: 0,
      ordered: 1,
      over: 0,
      received: 0,
      in_work: 1,
      written_off: 0,
      withdrawn: 0,
      planned_cost: 0,
      planned_material: 0,
      planned_labour: 0,
      planned_subcontracting: 0,
      cost: 0,
      received_cost: 0,
      separate_loss: 0,
      late_difference: 0,
      carried: 0,
      version: 1,
      created_at: testNow,
    })),
  );
}

describe("listTemplates", () => {
  const list = async (query: Record<string, string> = {}) =>
    valueOf(
      await shop.read((tx) =>
        listTemplates(tx, templatesRoutes.listTemplates.query.parse(query), shop.viewer("technologist")),
      ),
    );

  it("shows the current version's stages, who still works by it, and when it changed", async () => {
    const templateId = await add(shop, "Coffee");
    const body = shop.body({ stages: [shop.pack] });
    const later = new Date(testNow.getTime() + 60_000);
    const saving = { templateId, name: "Coffee", body, comment: "", basedOn: 1 };
    valueOf(await shop.ask(saveTemplate, saving, "owner", { now: later }));
    const [first = "", second = ""] = await versionIds(templateId);
    await addOrders(first, "pending", "done", "cancelled");
    await addOrders(second, "in_progress", "partially_done");
    const page = await list();
    expect(page).toEqual({
      rows: [
        {
          id: templateId,
          name: "Coffee",
          itemId: shop.id.product,
          itemName: "Coffee",
          currentNumber: 2,
          stageNames: ["Packing"],
          archived: false,
          changedAt: later.toISOString(),
          openOrders: 3,
        },
      ],
      next: null,
    });
    expect(templatesRoutes.listTemplates.output.parse(page)).toEqual(page);
  });

  it("keeps archived ones apart", async () => {
    const templateId = await add(shop, "Coffee");
    valueOf(await shop.ask(archiveTemplate, { templateId, archived: true }));
    expect((await list()).rows).toEqual([]);
    expect((await list({ archived: "true" })).rows.map((row) => row.id)).toEqual([templateId]);
  });

  it("finds by the name of template or product, whatever the case, and takes % as a letter", async () => {
    await add(shop, "House blend");
    await add(shop, "Нічна 100%", "owner", shop.id.secondProduct);
    const names = async (search: string): Promise<string[]> =>
      (await list({ search })).rows.map((row) => row.name);
    expect(await names("HOUSE")).toEqual(["House blend"]);
    expect(await names("decaf")).toEqual(["Нічна 100%"]);
    expect(await names("НІЧНА")).toEqual(["Нічна 100%"]);
    expect(await names("%")).toEqual(["Нічна 100%"]);
    expect(await names("_")).toEqual([]);
  });

  it("pages by name as people sort, through equal and long names, each row once", async () => {
    const long = "Ї".repeat(200);
    const names = ["Ябко", "Єнот", "apple", "Apple", "Йогурт", long, long, "Жито", "Same", "Same", "Банан"];
    for (const name of names) {
      const itemId = uuidv7();
      await shop.insert("item", {
        id: itemId,
        kind: "product",
        name,
        unit: "pcs",
        archived: false,
        version: 1,
        created_at: testNow,
      });
      await add(shop, name, "owner", itemId);
    }
    const seen: { id: string; name: string }[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof list>> = await list({
        limit: "2",
        ...(cursor === null ? {} : { cursor }),
      });
      expect(page.rows.length).toBeLessThanOrEqual(2);
      seen.push(...page.rows);
      cursor = page.next;
    } while (cursor !== null);
    expect(new Set(seen.map((row) => row.id)).size).toBe(names.length);
    const sorted = [
      "same",
      "same",
      "банан",
      "єнот",
      "жито",
      long.toLowerCase(),
      long.toLowerCase(),
      "йогурт",
      "ябко",
    ];
    expect(seen.map((row) => row.name.toLowerCase())).toEqual(["apple", "apple", ...sorted]);
  });

  it("refuses a broken cursor", async () => {
    const input = templatesRoutes.listTemplates.query.parse({ cursor: "bm9uc2Vuc2U" });
    const answer = await shop.read((tx) => listTemplates(tx, input, shop.viewer("owner")));
    expect(answer).toMatchObject({ ok: false, refusal: { code: "cursor_broken" } });
  });
});

describe("showTemplate", () => {
  const show = async (input: { templateId: string; number?: number }, by: Role = "owner") =>
    shop.read((tx) => showTemplate(tx, input, shop.viewer(by)));

  it("shows a version with the names of all that it names, and all versions", async () => {
    const templateId = await add(shop, "Coffee", "technologist");
    const performer = { kind: "member" as const, memberId: shop.memberIds.operator };
    const body = shop.body({ stages: [shop.roast, { ...shop.pack, performer }] });
    const saving = { templateId, name: "Coffee", body, comment: "By name", basedOn: 1 };
    valueOf(await shop.ask(saveTemplate, saving, "admin"));
    const [first = ""] = await versionIds(templateId);
    await addOrders(first, "pending", "done");
    const shown = valueOf(await show({ templateId }));
    const { beans, bags, warehouse, finished, trade, accepted, ready, product } = shop.id;
    expect(shown).toMatchObject({
      id: templateId,
      name: "Coffee",
      itemId: product,
      itemName: "Coffee",
      unit: "pcs",
      archived: false,
      currentNumber: 2,
      number: 2,
      approved: true,
      body,
      names: {
        variants: {
          [beans]: { itemName: "Green beans", variantName: "Ethiopia", unit: "kg" },
          [bags]: { itemName: "Green beans", variantName: "Bag", unit: "kg" },
        },
        warehouses: { [warehouse]: "Materials", [finished]: "Finished goods" },
        members: { [shop.memberIds.operator]: "The operator" },
        trades: { [trade]: "Roaster" },
        dealStatuses: { [accepted]: "Accepted", [ready]: "Ready" },
      },
    });
    const createdAt = testNow.toISOString();
    expect(shown.versions).toEqual([
      {
        number: 2,
        comment: "By name",
        restoredFrom: null,
        createdAt,
        createdByName: "The admin",
        approvedByName: "The admin",
        openOrders: 0,
      },
      {
        number: 1,
        comment: "Coffee, first",
        restoredFrom: null,
        createdAt,
        createdByName: "The technologist",
        approvedByName: null,
        openOrders: 1,
      },
    ]);
    expect(templatesRoutes.showTemplate.output.parse(shown)).toEqual(shown);
    const older = valueOf(await show({ templateId, number: 1 }));
    expect(older).toMatchObject({ number: 1, currentNumber: 2, approved: false, body: shop.body() });
    expect(older.names.members).toEqual({});
  });

  it("plans one unit at the prices and rates of now, for those who may see it", async () => {
    const { insert, id, memberIds } = shop;
    const price = (amount: string, from: string) => ({
      id: uuidv7(),
      variant_id: id.beans,
      price: amount,
      valid_from: from,
      version: 1,
    });
    await insert("list_price", price("300", "2026-01-01T00:00:00Z"), price("340", "2026-02-01T00:00:00Z"));
    await insert("hourly_rate", {
      id: uuidv7(),
      member_id: memberIds.operator,
      rate: "180",
      valid_from: "2026-01-01T00:00:00Z",
      version: 1,
    });
    const templateId = await add(shop, "Coffee");
    // Beans 0.25 ÷ 0.85 = 0.294118 kg × 300 = 88.2354; bags have no price. Roasting 900 s, packing 60 s.
    const plan = {
      quantity: 1,
      material: "88.2354",
      labour: "48",
      subcontracting: "0",
      total: "136.2354",
      perUnit: "136.2354",
      seconds: 960,
    };
    for (const role of ["owner", "technologist", "supervisor", "accountant"] as const) {
      expect(valueOf(await show({ templateId }, role)).plannedCost).toEqual(plan);
    }
    for (const role of ["sales_manager", "storekeeper"] as const) {
      expect(valueOf(await show({ templateId }, role)).plannedCost).toBeNull();
    }
  });

  it("knows no template of another workspace, and no version that isn't there", async () => {
    const templateId = await add(shop, "Coffee");
    const refused = { ok: false, refusal: { code: "template_unknown", data: {}, path: ["templateId"] } };
    expect(await show({ templateId, number: 2 })).toEqual(refused);
    expect(
      await show({ templateId: await add(other, "Also theirs", "owner", other.id.secondProduct) }),
    ).toEqual(refused);
  });
});

describe("loadTemplateForOrder", () => {
  it("gives the current version of the template in use, for every variant of its item", async () => {
    const templateId = await add(shop, "Coffee");
    const body = shop.body({ stages: [shop.pack] });
    valueOf(await shop.ask(saveTemplate, { templateId, name: "Coffee", body, comment: "", basedOn: 1 }));
    const [, current] = await versionIds(templateId);
    expect(await shop.read((tx) => loadTemplateForOrder(tx, shop.id.otherVariant))).toEqual({
      templateId,
      asked: [],
      templateVersionId: current,
      number: 2,
      body,
      itemId: shop.id.product,
      itemName: "Coffee",
      variantName: "1 kg",
      unit: "pcs",
    });
  });

  it("gives nothing without a template, with an archived one, and for another workspace's variant", async () => {
    const load = (variantId: string) => shop.read((tx) => loadTemplateForOrder(tx, variantId));
    expect(await load(shop.id.variant)).toBeNull();
    expect(await load(other.id.variant)).toBeNull();
    const templateId = await add(shop, "Coffee");
    valueOf(await shop.ask(archiveTemplate, { templateId, archived: true }));
    expect(await load(shop.id.variant)).toBeNull();
    await add(shop, "Coffee again");
    expect(await load(shop.id.variant)).not.toBeNull();
  });
});

describe("triggers", () => {
  const startedBy = async (statusId: string): Promise<number[]> =>
    (await shop.read((tx) => findStartTriggers(tx, statusId))).map((found) => found.number);

  it("start by the status of the current, approved version of a template in use", async () => {
    const templateId = await add(shop, "Coffee");
    const [first] = await versionIds(templateId);
    expect(await shop.read((tx) => findStartTriggers(tx, shop.id.accepted))).toEqual([
      { templateId, templateVersionId: first, number: 1, itemId: shop.id.product, condition: null },
    ]);
    // Ready is where the done trigger moves the deal: nothing starts there.
    expect(await startedBy(shop.id.ready)).toEqual([]);
    expect(await startedBy(other.id.accepted)).toEqual([]);

    // A technologist's change of the triggers waits for somebody who may approve it.
    const body = shop.body({
      triggers: { start: { dealStatusId: shop.id.accepted }, done: null, cancel: null },
    });
    const saving = { templateId, name: "Coffee", body, comment: "", basedOn: 1 };
    valueOf(await shop.ask(saveTemplate, saving, "technologist"));
    expect(await startedBy(shop.id.accepted)).toEqual([]);
    valueOf(await shop.ask(approveTriggers, { templateId, number: 2 }));
    expect(await startedBy(shop.id.accepted)).toEqual([2]);
    valueOf(await shop.ask(archiveTemplate, { templateId, archived: true }));
    expect(await startedBy(shop.id.accepted)).toEqual([]);
  });

  it("are found for the versions that orders were made from, and say whether they may act", async () => {
    const templateId = await add(shop, "Coffee");
    const saving = {
      templateId,
      name: "Coffee",
      body: shop.body({ triggers: { cancel: { dealStatusId: shop.id.ready } } }),
      comment: "",
      basedOn: 1,
    };
    valueOf(await shop.ask(saveTemplate, saving, "technologist"));
    const ids = await versionIds(templateId);
    const found = await shop.read((tx) => findVersionTriggers(tx, ids));
    const common = { templateId, itemId: shop.id.product };
    const none = { start: null, done: null, cancel: null, defect: null, rework: null };
    const start = { dealStatusId: shop.id.accepted, condition: null };
    const done = { dealStatusId: shop.id.ready };
    expect(found.sort((a, b) => Number(b.approved) - Number(a.approved))).toEqual([
      { ...common, templateVersionId: ids[0], approved: true, triggers: { ...none, start, done } },
      {
        ...common,
        templateVersionId: ids[1],
        approved: false,
        triggers: { ...none, cancel: done },
      },
    ]);
    expect(await other.read((tx) => findVersionTriggers(tx, ids))).toEqual([]);
    expect(await shop.read((tx) => findVersionTriggers(tx, []))).toEqual([]);
  });
});
