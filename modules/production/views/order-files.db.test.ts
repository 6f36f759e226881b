import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { attachFile } from "#commands/files/attach-file.ts";
import { detachFile } from "#commands/files/detach-file.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { startRun } from "#commands/production/start-run.ts";
import { writeMessage } from "#commands/production/chat/write-message.ts";
import type { Id } from "#kernel/id.ts";
import type { Actor } from "#modules/access/contract/roles.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { readWorkspace } from "#server/database/workspace-transaction.ts";
import { aFile } from "#test/builders/a-picture.ts";
import { aChatShop, type ChatShop } from "#test/builders/chat-shop.ts";
import { seeView } from "#test/builders/see-view.ts";
import { accepted, aMember, aWorkshop } from "#test/builders/workshop.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { countOfOrder } from "./count-of-order.ts";
import { showMyStages } from "./show-my-stages.ts";
import { showOrderFiles } from "./show-order-files.ts";

let testDatabase: TestDatabase;
let shop: ChatShop;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  shop = await aChatShop(testDatabase);
});
afterAll(() => testDatabase.drop());

const filesOf = async (actor?: Actor) =>
  accepted(
    await seeView(
      shop,
      productionRoutes.showOrderFiles,
      showOrderFiles,
      { orderId: shop.orderId },
      actor === undefined ? {} : { actor },
    ),
  );
const attached = async (role: "drawing" | "attachment", name: string): Promise<Id> => {
  const fileId = await aFile(shop, "document", shop.supervisor, name);
  await shop.make(attachFile, { fileId, thing: "order", thingId: shop.orderId, role });
  return fileId;
};
const drawingsOnTheFloor = async () => {
  const mine = accepted(
    await seeView(shop, productionRoutes.showMyStages, showMyStages, {}, { actor: shop.operator }),
  );
  return mine.waiting.find((card) => card.orderId === shop.orderId)?.drawings;
};

describe("the files of an order", () => {
  it("are versions where they have one name; the floor has the current one", async () => {
    const first = await attached("drawing", "Side.pdf");
    await attached("attachment", "side.pdf");
    const second = await attached("drawing", "side.PDF");
    const third = await attached("drawing", "Side.pdf");
    const { drawings, attachments } = await filesOf();
    expect(drawings).toHaveLength(1);
    expect(drawings[0]?.versions.map(({ id, number }) => [id, number])).toEqual([
      [third, 3],
      [second, 2],
      [first, 1],
    ]);
    expect(attachments[0]?.versions).toHaveLength(1);
    expect(await drawingsOnTheFloor()).toEqual([{ id: third, name: "Side.pdf", kind: "document" }]);
    // The one before it is current again; the others keep their numbers, and it comes back as the third.
    const place = { thing: "order", thingId: shop.orderId, role: "drawing" } as const;
    await shop.make(detachFile, { fileId: second, ...place });
    expect((await filesOf()).drawings[0]?.versions.map(({ number }) => number)).toEqual([3, 1]);
    await shop.make(detachFile, { fileId: third, ...place });
    expect((await drawingsOnTheFloor())?.map(({ id }) => id)).toEqual([first]);
    await shop.make(attachFile, { fileId: third, ...place });
    expect((await filesOf()).drawings[0]?.versions.map(({ number }) => number)).toEqual([3, 1]);
    expect((await drawingsOnTheFloor())?.map(({ id }) => id)).toEqual([third]);
  });

  it("come with photos of the work and where they are from, and with the product's, the deal's and the chat's", async () => {
    const { orderId } = shop;
    const { id: runId } = await readWorkspace(shop.database, shop.workspaceId, (tx) =>
      tx.db
        .selectFrom("run")
        .select("id")
        .where("workspace_id", "=", tx.workspaceId)
        .where("order_id", "=", orderId)
        .executeTakeFirstOrThrow(),
    );
    const photo = await aFile(shop, "picture", shop.operator);
    await shop.make(startRun, { runId }, { as: shop.operator });
    await shop.make(finishRun, { runId, units: 4, comment: "", photoIds: [photo] }, { as: shop.operator });
    const deal = await readWorkspace(shop.database, shop.workspaceId, (tx) =>
      tx.db
        .selectFrom("production_order")
        .select("deal_id")
        .where("workspace_id", "=", tx.workspaceId)
        .where("id", "=", orderId)
        .executeTakeFirstOrThrow(),
    );
    const brief = await aFile(shop, "document", shop.manager, "brief.pdf");
    await shop.make(attachFile, { fileId: brief, thing: "deal", thingId: deal.deal_id ?? "" });
    const recipe = await aFile(shop, "document", shop.owner, "recipe.pdf");
    await shop.make(attachFile, { fileId: recipe, thing: "item", thingId: shop.productId });
    const sent = await aFile(shop, "picture", shop.operator, "oven.webp");
    await shop.make(writeMessage, { orderId, fileIds: [sent] }, { as: shop.operator });

    const seen = await filesOf(shop.supervisor);
    expect(seen.photos).toMatchObject([
      {
        id: photo,
        from: "run",
        stageName: "Baking",
        lotNumber: "1",
        reasonName: null,
        addedByName: "Operator",
      },
    ]);
    expect(seen.product.map(({ name }) => name)).toEqual(["recipe.pdf"]);
    expect(seen.deal).toMatchObject({ title: "A wedding", files: [{ id: brief }] });
    expect(seen.chat).toMatchObject([{ id: sent }]);
    // Who may not read deals or this chat gets neither.
    expect(await filesOf(aMember(shop.owner.memberId, ["technologist"]))).toMatchObject({
      deal: null,
      chat: null,
      product: [{ id: recipe }],
    });
    expect((await filesOf(shop.otherManager)).chat).toBeNull();
  });

  it("are counted as they are listed, and refused to another workspace", async () => {
    const { orderId } = shop;
    const { drawings, attachments, photos } = await filesOf();
    const counts = accepted(await seeView(shop, productionRoutes.countOfOrder, countOfOrder, { orderId }));
    expect(counts.files).toBe(drawings.length + attachments.length + photos.length);
    expect(counts).toMatchObject({ time: 1 });
    expect(counts.history).toBeGreaterThan(3);
    const stranger = await aWorkshop(testDatabase);
    const refused = { ok: false, refusal: { code: "order_unknown" } };
    expect(
      await seeView(stranger, productionRoutes.showOrderFiles, showOrderFiles, { orderId }),
    ).toMatchObject(refused);
    expect(await seeView(stranger, productionRoutes.countOfOrder, countOfOrder, { orderId })).toMatchObject(
      refused,
    );
  });
});
