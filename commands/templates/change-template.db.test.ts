import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createDatabase, type Database } from "#server/database/workspace-transaction.ts";
import {
  makeTemplateWorkspace,
  refusalOf,
  type TemplateWorkspace,
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

describe("saveTemplate", () => {
  it("adds a version, leaves the old one as it was, and says so in a fact", async () => {
    const templateId = await anyTemplate();
    const body = shop.body({ stages: [shop.pack] });
    const input = { ...saving(templateId, 1), body };
    expect(valueOf(await shop.ask(saveTemplate, input, "technologist"))).toEqual({ number: 2 });
    const bodies = await shop.rows<{ body: unknown }>(
      "select body from template_version where workspace_id = $1 order by number",
    );
    expect(bodies.map((row) => row.body)).toEqual([shop.body(), body]);
    expect(await shop.template(templateId)).toMatchObject({ current_number: 2, version: 3 });
    expect((await shop.facts()).at(-1)).toMatchObject({
      kind: "template_version_saved",
      version: 3,
      data: { number: 2, comment: "After 1", approved: true },
    });
  });

  it("keeps the approval of triggers that stay as they are, and asks anew for those that change", async () => {
    const templateId = await anyTemplate();
    valueOf(await shop.ask(saveTemplate, saving(templateId, 1), "technologist"));
    expect((await shop.versions())[1]?.approved_by).not.toBeNull();
    const body = shop.body({ triggers: { start: null, done: null, cancel: null } });
    valueOf(await shop.ask(saveTemplate, { ...saving(templateId, 2), body }, "technologist"));
    expect((await shop.versions())[2]?.approved_by).toBeNull();
  });

  it("renames with a fact of its own", async () => {
    const templateId = await anyTemplate();
    valueOf(await shop.ask(saveTemplate, saving(templateId, 1, "House blend")));
    expect(await shop.template(templateId)).toMatchObject({ name: "House blend", version: 4 });
    expect((await shop.facts()).slice(2)).toMatchObject([
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
    expect(await shop.versions()).toHaveLength(2);
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
    expect((await shop.versions()).map((row) => row.number)).toEqual([1, 2]);
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
    expect((await shop.template(templateId))["current_number"]).toBe(1);
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
    const bodies = await shop.rows<{ body: unknown; restored_from: number | null }>(
      "select body, restored_from from template_version where workspace_id = $1 order by number",
    );
    expect(bodies[2]?.body).toEqual(shop.body());
    expect(bodies.map((row) => row.restored_from)).toEqual([null, null, 1]);
    expect((await shop.facts()).at(-1)).toMatchObject({
      kind: "template_version_saved",
      data: { number: 3, restoredFrom: 1, approved: true },
    });
    const [counted] = await shop.rows<{ count: number }>(
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
    expect(await shop.template(copy)).toMatchObject({
      item_id: shop.id.secondProduct,
      name: "Decaf",
      current_number: 1,
    });
    const [saved] = await shop.rows<{ body: unknown }>(
      "select body from template_version where workspace_id = $1 and template_id = $2",
      copy,
    );
    expect(saved?.body).toEqual(shop.body({ stages: [shop.pack] }));
    expect((await shop.facts()).at(-1)).toMatchObject({
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
      expect((await shop.template(templateId))["archived"]).toBe(archived);
    }
    expect((await shop.facts()).slice(2).map((fact) => [fact.kind, fact.version])).toEqual([
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
    expect((await shop.versions())[0]?.approved_by).toBe(shop.memberIds.admin);
    expect((await shop.facts()).slice(2)).toMatchObject([
      { kind: "triggers_approved", version: 3, data: { number: 1 } },
    ]);
    expect((await shop.template(templateId))["version"]).toBe(3);
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
    expect((await shop.versions())[0]?.approved_by).toBeNull();
  });
});
