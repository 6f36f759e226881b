import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { templateFileField } from "#modules/templates/contract/template-file.ts";
import type { TemplateBody } from "#modules/templates/contract/template-body.ts";
import { exportTemplate } from "#modules/templates/views/export-template.ts";
import { createDatabase, type Database } from "#server/database/workspace-transaction.ts";
import {
  makeTemplateWorkspace,
  refusalOf,
  type TemplateWorkspace,
  valueOf,
} from "#test/builders/template-workspace.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { addTemplate } from "./add-template.ts";
import { importTemplate } from "./import-template.ts";
import { checkTemplateFile } from "./template-of-file.ts";

let testDatabase: TestDatabase;
let database: Database;
let here: TemplateWorkspace;
let there: TemplateWorkspace;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.pool);
});
afterAll(() => testDatabase.drop());
beforeEach(async () => {
  here = await makeTemplateWorkspace(database);
  there = await makeTemplateWorkspace(database);
});

/** Names something of every kind that a body may name. */
async function fullBody(shop: TemplateWorkspace): Promise<TemplateBody> {
  const { id, memberIds, roast, pack } = shop;
  const upsellId = uuidv7();
  await shop.insert("upsell", { id: upsellId, item_id: id.product, name: "Gift box", price: "5" });
  return shop.body({
    stages: [
      roast,
      {
        ...pack,
        performer: { kind: "member", memberId: memberIds.operator },
        norms: [
          {
            key: "any",
            itemId: id.material,
            warehouseId: id.warehouse,
            perUnit: "=quantity / 10",
            samples: [{ of: "perUnit", quantity: 20, expected: "2" }],
          },
        ],
        checks: [{ kind: "number", key: "weight", name: "Weight", unit: "kg", minimum: "0.2" }],
        atStart: [{ kind: "move_deal", dealStatusId: id.ready }],
        atCompletion: [
          { kind: "create_task", title: "Ship", tradeId: id.trade },
          { kind: "message", text: "{product} is ready" },
        ],
      },
      {
        ...pack,
        key: "gift",
        name: "Gift box",
        instruction: {
          type: "doc",
          content: [
            { type: "paragraph", content: [{ type: "text", text: "Ribbon on top" }] },
            { type: "picture", attrs: { fileId: await aPicture(), alt: "" } },
          ],
        },
        condition: { kind: "upsell", upsellId },
        norms: [],
      },
    ],
    variants: [
      {
        variantId: id.otherVariant,
        changedStages: [
          {
            key: "roast",
            changedNorms: [{ key: "n1", fields: { perUnit: "1" } }],
            fields: { batchSeconds: 60 },
          },
        ],
        addedStages: [{ after: "roast", stage: { ...pack, key: "grind", name: "Grinding" } }],
      },
    ],
    policies: { finishedWarehouseId: id.finished, responsibleId: memberIds.supervisor, batchMode: "split" },
  });
}

/** A picture that somebody has uploaded to the workspace that hands the file on. */
async function aPicture(): Promise<string> {
  const id = uuidv7();
  await testDatabase.pool.query(
    `insert into file (workspace_id, id, name, kind, media_type, bytes, width, height, sha256, storage_key, thumbnail_key, uploaded_at)
     values ($1, $2, 'ribbon.webp', 'picture', 'image/webp', 10, 1, 1, repeat('0', 64), 'a', 'b', now())`,
    [here.workspaceId, id],
  );
  return id;
}

async function exported(shop: TemplateWorkspace, templateId: string) {
  return valueOf(await shop.read((tx) => exportTemplate(tx, { templateId }, shop.viewer("technologist"))));
}

async function anExport() {
  const body = await fullBody(here);
  const input = { itemId: here.id.product, name: "Coffee", body, comment: "" };
  const { templateId } = valueOf(await here.ask(addTemplate, input));
  return exported(here, templateId);
}
type Importing = { readonly mapped?: { key: string; id: string }[]; readonly name?: string };
const importing = (file: unknown, more: Importing = {}) => ({
  itemId: there.id.product,
  mapped: [],
  file: templateFileField.parse(file),
  ...more,
});

describe("a template file", () => {
  it("has names and no ids, and comes back as the same file from the workspace that took it in", async () => {
    const { file, picturesLeft } = await anExport();
    expect(picturesLeft).toBe(1);
    const text = JSON.stringify(file);
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
    expect(file).toMatchObject({
      name: "Coffee",
      product: {
        name: "Coffee",
        unit: "pcs",
        variants: [{ name: "250 g" }, { name: "1 kg" }],
        upsells: ["Gift box"],
      },
      body: {
        stages: [
          { norms: [{ variantId: { item: "Green beans", variant: "Ethiopia" }, warehouseId: "Materials" }] },
          {
            norms: [{ itemId: "Green beans" }],
            atStart: [{ dealStatusId: { pipeline: "Sales", status: "Ready" } }],
          },
          { condition: { upsellId: "Gift box" } },
        ],
        variants: [{ variantId: { variant: "1 kg" } }],
      },
    });
    await fullBody(there);
    const sent = JSON.parse(text) as unknown;
    const { templateId } = valueOf(await there.ask(importTemplate, importing(sent)));
    expect((await exported(there, templateId)).file).toEqual(file);
    expect((await there.facts()).at(-1)).toMatchObject({
      kind: "template_version_saved",
      data: { number: 1, imported: "Coffee" },
    });
  });

  it("is refused for what isn't here, by name and place, and takes what is mapped instead", async () => {
    const { file } = await anExport();
    // The other workspace has no "Gift box".
    expect(refusalOf(await there.ask(importTemplate, importing(file)))).toEqual({
      code: "template_file_name_unknown",
      data: { kind: "upsell", name: "Gift box", key: "upsell: Gift box" },
      path: ["file", "body", "stages", 2, "condition", "upsellId"],
    });
    const check = (mapped: { key: string; id: string }[] = []) =>
      there.read((tx) => checkTemplateFile(tx, { ...importing(file), mapped }, there.viewer("technologist")));
    expect(valueOf(await check())).toEqual({
      name: "Coffee",
      stageNames: ["Roasting", "Packing", "Gift box"],
      missing: [
        {
          key: "upsell: Gift box",
          kind: "upsell",
          name: "Gift box",
          path: ["file", "body", "stages", 2, "condition", "upsellId"],
        },
      ],
    });
    const upsellId = uuidv7();
    await there.insert("upsell", { id: upsellId, item_id: there.id.product, name: "Box", price: "5" });
    const mapped = [{ key: "upsell: Gift box", id: upsellId }];
    expect(valueOf(await check(mapped)).missing).toEqual([]);
    expect((await there.ask(importTemplate, importing(file, { mapped, name: "Mine" }))).ok).toBe(true);
  });

  it("takes a name that several things have for none of them, and archived things for gone", async () => {
    const { file } = await anExport();
    await fullBody(there);
    await there.insert("variant", {
      id: uuidv7(),
      item_id: there.id.material,
      name: "Ethiopia",
      attributes: {},
    });
    expect(refusalOf(await there.ask(importTemplate, importing(file)))).toMatchObject({
      data: { key: "variant: Green beans / Ethiopia" },
    });
    await there.rows("update variant set archived = true where workspace_id = $1 and name = 'Ethiopia'");
    expect(refusalOf(await there.ask(importTemplate, importing(file)))).toMatchObject({
      data: { key: "variant: Green beans / Ethiopia" },
    });
  });

  it("never takes another workspace's thing, mapped by hand or not", async () => {
    const { file } = await anExport();
    const [upsell] = await here.rows<{ id: string }>("select id from upsell where workspace_id = $1");
    const mapped = [{ key: "upsell: Gift box", id: upsell?.id ?? "" }];
    const refusal = { code: "upsell_unknown", data: {}, path: ["mapped", 0, "id"] };
    const viewer = there.viewer("technologist");
    const input = importing(file, { mapped });
    expect(refusalOf(await there.ask(importTemplate, input))).toEqual(refusal);
    expect(refusalOf(await there.read((tx) => checkTemplateFile(tx, input, viewer)))).toEqual(refusal);
    const unnamed = importing(file, { mapped: [{ key: "upsell: Box", id: upsell?.id ?? "" }] });
    expect(refusalOf(await there.ask(importTemplate, unnamed))).toMatchObject({
      code: "template_file_not_named",
      path: ["mapped", 0, "key"],
    });
  });

  it.each<[string, (body: Record<string, unknown>) => unknown, (string | number)[]]>([
    [
      "a number where a name belongs",
      (body) => ({ ...body, policies: { finishedWarehouseId: 7 } }),
      ["policies", "finishedWarehouseId"],
    ],
    ["a body without stages", (body) => ({ ...body, stages: [] }), ["stages"]],
    ["a stage that is none", (body) => ({ ...body, stages: ["Roasting"] }), ["stages", 0]],
    ["what nobody asked for", (body) => ({ ...body, extra: 1 }), ["extra"]],
    [
      "a thing without end",
      (body) => ({ ...body, deep: JSON.parse(`${"[".repeat(500)}${"]".repeat(500)}`) as unknown }),
      ["deep", 0, 0, 0],
    ],
  ])("is refused with %s", async (_, change, place) => {
    const { file } = await anExport();
    await fullBody(there);
    const body = change(file.body);
    expect(refusalOf(await there.ask(importTemplate, importing({ ...file, body })))).toEqual({
      code: "template_file_form",
      data: { place: place.join(".") },
      path: ["file", "body", ...place],
    });
  });
});
