import { v7 as newId } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addMember } from "#commands/access/add-member.ts";
import type { Id } from "#kernel/id.ts";
import type { Actor, Role } from "#modules/access/contract/roles.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { mostSavedViews } from "#modules/production/contract/saved-view-routes.ts";
import { listSavedViews } from "#modules/production/views/list-saved-views.ts";
import { readWorkspace } from "#server/database/workspace-transaction.ts";
import { hashPin } from "#server/identity/member-sessions.ts";
import { seeView } from "#test/builders/see-view.ts";
import { accepted, aMember, aWorkshop, type Workshop } from "#test/builders/workshop.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { addSavedView } from "./add-saved-view.ts";
import { changeSavedView } from "./change-saved-view.ts";
import { chooseOpeningView } from "./choose-opening-view.ts";

let testDatabase: TestDatabase;
let shop: Workshop;
let daryna: Actor;
let oleh: Actor;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());
beforeEach(async () => {
  shop = await aWorkshop(testDatabase);
  daryna = await hired("Daryna", "supervisor");
  oleh = await hired("Oleh", "technologist");
});

async function hired(name: string, role: Role): Promise<Actor> {
  const wish = { name, roles: [role], tradeIds: [] };
  const { memberId } = await shop.make(addMember(hashPin), wish);
  return aMember(memberId, [role]);
}
const seen = async (as: Actor) =>
  accepted(await seeView(shop, productionRoutes.listSavedViews, listSavedViews, {}, { actor: as }));
const save = async (name: string, shared = false, as = daryna): Promise<Id> =>
  (await shop.make(addSavedView, { name, shared, search: { overdue: "1", sort: "-due" } }, { as })).viewId;
const factsOf = (id: Id) =>
  readWorkspace(shop.database, shop.workspaceId, (tx) =>
    tx.db
      .selectFrom("fact")
      .select(["kind", "version", "data"])
      .where("workspace_id", "=", tx.workspaceId)
      .where("thing_id", "=", id)
      .orderBy("version")
      .execute(),
  );

describe("a saved view", () => {
  it("is its author's alone until it is shared, and says what it holds", async () => {
    const viewId = await save("Late");
    expect((await seen(daryna)).rows).toEqual([
      {
        id: viewId,
        name: "Late",
        shared: false,
        own: true,
        ownerName: "Daryna",
        mayChange: true,
        search: { overdue: "1", sort: "-due" },
      },
    ]);
    expect((await seen(oleh)).rows).toEqual([]);
    expect((await seen(shop.owner)).rows).toEqual([]);
    await shop.make(changeSavedView, { viewId, shared: true }, { as: daryna });
    expect((await seen(oleh)).rows).toMatchObject([{ name: "Late", own: false, mayChange: false }]);
    expect((await seen(shop.owner)).rows).toMatchObject([{ name: "Late", own: false, mayChange: true }]);
  });

  it("that is shared is changed by its author and by heads, and by nobody else", async () => {
    const viewId = await save("Late", true);
    const asOleh = await shop.ask(changeSavedView, { viewId, name: "Mine now" }, { as: oleh });
    expect(asOleh).toMatchObject({ ok: false, refusal: { code: "saved_view_not_yours" } });
    await shop.make(changeSavedView, { viewId, name: "Overdue" }, { as: shop.owner });
    await shop.make(changeSavedView, { viewId, search: { stage: "Baking" } }, { as: daryna });
    expect((await seen(oleh)).rows).toMatchObject([{ name: "Overdue", search: { stage: "Baking" } }]);
  });

  it("of another that is private is unknown, to heads too", async () => {
    const viewId = await save("Late");
    for (const as of [oleh, shop.owner]) {
      const answer = await shop.ask(changeSavedView, { viewId, name: "x" }, { as });
      expect(answer).toMatchObject({ ok: false, refusal: { code: "saved_view_unknown", path: ["viewId"] } });
      const chosen = await shop.ask(chooseOpeningView, { viewId }, { as });
      expect(chosen).toMatchObject({ ok: false, refusal: { code: "saved_view_unknown" } });
    }
    const none = await shop.ask(changeSavedView, { viewId: newId(), name: "x" });
    expect(none).toMatchObject({ ok: false, refusal: { code: "saved_view_unknown" } });
  });

  it("is removed and brought back, with a fact for each", async () => {
    const viewId = await save("Late", true);
    await shop.make(changeSavedView, { viewId, removed: true }, { as: daryna });
    expect((await seen(oleh)).rows).toEqual([]);
    await shop.make(changeSavedView, { viewId, removed: false }, { as: daryna });
    await shop.make(changeSavedView, { viewId, removed: false }, { as: daryna });
    expect((await seen(oleh)).rows).toHaveLength(1);
    expect(await factsOf(viewId)).toMatchObject([
      { kind: "saved_view_added", version: 1, data: { name: "Late", shared: true } },
      { kind: "saved_view_removed", version: 2, data: { removed: { from: false, to: true } } },
      { kind: "saved_view_restored", version: 3 },
    ]);
  });

  it("has a name of its own among its author's; another's may be called the same", async () => {
    await save("Late");
    const again = await shop.ask(addSavedView, { name: "LATE", search: {} }, { as: daryna });
    expect(again).toMatchObject({ ok: false, refusal: { code: "name_taken" } });
    await save("Late", false, oleh);
  });

  it("is one of a hundred at most", async () => {
    await testDatabase.pool.query(
      `insert into saved_view (workspace_id, id, member_id, name, search, created_at)
       select $1, gen_random_uuid(), $2, 'view ' || n, '{}', now() from generate_series(1, $3::integer) n`,
      [shop.workspaceId, daryna.kind === "member" ? daryna.memberId : "", mostSavedViews - 1],
    );
    await save("The hundredth");
    const answer = await shop.ask(addSavedView, { name: "One more", search: {} }, { as: daryna });
    expect(answer).toMatchObject({
      ok: false,
      refusal: { code: "saved_views_full", data: { most: mostSavedViews } },
    });
  });

  it("may be what the board opens with for a member, as long as it is there", async () => {
    const viewId = await save("Late", true);
    expect((await seen(oleh)).openingViewId).toBeNull();
    await shop.make(chooseOpeningView, { viewId }, { as: oleh });
    expect((await seen(oleh)).openingViewId).toBe(viewId);
    expect((await seen(daryna)).openingViewId).toBeNull();
    await shop.make(changeSavedView, { viewId, shared: false }, { as: daryna });
    expect((await seen(oleh)).openingViewId).toBeNull();
    await shop.make(chooseOpeningView, { viewId: null }, { as: oleh });
    await shop.make(changeSavedView, { viewId, shared: true }, { as: daryna });
    expect((await seen(oleh)).openingViewId).toBeNull();
  });
});
