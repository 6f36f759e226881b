import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerChangeRequest } from "#commands/production/chat/answer-change-request.ts";
import { writeMessage } from "#commands/production/chat/write-message.ts";
import { changeMessage } from "#commands/production/chat/change-message.ts";
import { markChatRead } from "#commands/production/chat/mark-chat-read.ts";
import { removeMessage } from "#commands/production/chat/remove-message.ts";
import { restoreMessage } from "#commands/production/chat/restore-message.ts";
import { changeMember } from "#commands/access/change-member.ts";
import { createOrder } from "#commands/production/create-order.ts";
import { pauseRun } from "#commands/production/pause-run.ts";
import { reassignRun } from "#commands/production/reassign-run.ts";
import { startRun } from "#commands/production/start-run.ts";
import type { Id } from "#kernel/id.ts";
import type { Actor } from "#modules/access/contract/roles.ts";
import { may } from "#modules/access/core/may.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { findChat } from "#modules/production/store/order-chat.ts";
import { readWorkspace } from "#server/database/workspace-transaction.ts";
import { aFile } from "#test/builders/a-picture.ts";
import { aChatShop, type ChatShop } from "#test/builders/chat-shop.ts";
import { seeView } from "#test/builders/see-view.ts";
import { accepted, aMember, aWorkshop } from "#test/builders/workshop.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { listUnreadChats } from "./list-unread-chats.ts";
import { showOrderChat } from "./show-order-chat.ts";

let testDatabase: TestDatabase;
let shop: ChatShop;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  shop = await aChatShop(testDatabase);
});
afterAll(() => testDatabase.drop());

const say = (orderId: Id, as: Actor, text: string, mentionIds: Id[] = []) =>
  shop.make(writeMessage, { orderId, text, mentionIds }, { as });
const ask = (orderId: Id, actor: Actor, input: { cursor?: string; limit?: number } = {}) =>
  seeView(shop, productionRoutes.showOrderChat, showOrderChat, { orderId, limit: 50, ...input }, { actor });
const chatOf = async (orderId: Id, actor: Actor) => accepted(await ask(orderId, actor));
const marksOf = async (actor: Actor, now?: Date) =>
  accepted(
    await seeView(
      shop,
      productionRoutes.listUnreadChats,
      listUnreadChats,
      {},
      { actor, ...(now === undefined ? {} : { now }) },
    ),
  );
const unreadOf = async (actor: Actor, now?: Date) => (await marksOf(actor, now)).rows;
const anOrder = async (): Promise<Id> =>
  (
    await shop.make(createOrder, {
      variantId: shop.variantId,
      quantity: 1,
      notes: "",
      dealId: null,
      dealLineId: null,
    })
  ).orderId;
const runOf = (orderId: Id): Promise<{ id: Id }> =>
  readWorkspace(shop.database, shop.workspaceId, (tx) =>
    tx.db
      .selectFrom("run")
      .select("id")
      .where("workspace_id", "=", tx.workspaceId)
      .where("order_id", "=", orderId)
      .executeTakeFirstOrThrow(),
  );
const refusedBy = (code: string) => ({ ok: false, refusal: { code } });

describe("the chat of an order", () => {
  it("is for supervisors, the deal's manager and who works on it; for nobody else", async () => {
    const { orderId } = shop;
    await say(orderId, shop.supervisor, "The oven is hot.");
    for (const actor of [shop.owner, shop.supervisor, shop.manager, shop.operator]) {
      expect((await chatOf(orderId, actor)).rows.at(-1)?.text).toBe("The oven is hot.");
    }
    const as = { as: shop.otherManager };
    expect(await ask(orderId, shop.otherManager)).toMatchObject(refusedBy("not_your_order"));
    expect(await shop.ask(writeMessage, { orderId, text: "Let me in" }, as)).toMatchObject(
      refusedBy("not_your_order"),
    );
    expect(await shop.ask(markChatRead, { orderId, readTo: 1 }, as)).toMatchObject(
      refusedBy("not_your_order"),
    );
    expect(await shop.ask(writeMessage, { orderId, text: "Flour?" }, { as: shop.storekeeper })).toMatchObject(
      refusedBy("not_allowed"),
    );
    // Those who may not read it are not offered.
    const { people } = await chatOf(orderId, shop.supervisor);
    expect(people.map(({ name }) => name)).toEqual(["Max", "Operator", "Owner", "Sofia"]);
  });

  it("closes for an operator when the work is another's, unless they have worked on it", async () => {
    const [given, worked] = [await anOrder(), await anOrder()];
    const { id: givenRun } = await runOf(given);
    await shop.make(reassignRun, { runId: givenRun, memberId: shop.owner.memberId });
    expect(await ask(given, shop.operator)).toMatchObject(refusedBy("not_your_order"));
    const { id: workedRun } = await runOf(worked);
    await shop.make(startRun, { runId: workedRun }, { as: shop.operator });
    await shop.make(pauseRun, { runId: workedRun, reasonId: shop.pauseReasonId }, { as: shop.operator });
    await shop.make(reassignRun, { runId: workedRun, memberId: shop.owner.memberId });
    expect((await chatOf(worked, shop.operator)).rows).toEqual([]);
    // No deal: no manager's.
    expect(await ask(worked, shop.manager)).toMatchObject(refusedBy("not_your_order"));
  });

  it("knows no other workspace's order, message or member", async () => {
    const stranger = await aWorkshop(testDatabase);
    const { orderId } = shop;
    expect(await stranger.ask(writeMessage, { orderId, text: "Hello" })).toMatchObject(
      refusedBy("order_unknown"),
    );
    expect(
      await seeView(stranger, productionRoutes.showOrderChat, showOrderChat, { orderId, limit: 50 }),
    ).toMatchObject(refusedBy("order_unknown"));
    const { messageId } = await say(orderId, shop.supervisor, "Ours");
    expect(await stranger.ask(removeMessage, { messageId })).toMatchObject(refusedBy("message_unknown"));
    expect(await stranger.ask(restoreMessage, { messageId })).toMatchObject(refusedBy("message_unknown"));
    expect(await stranger.ask(changeMessage, { messageId, text: "Theirs" })).toMatchObject(
      refusedBy("message_unknown"),
    );
    const mention = { orderId, text: "@Owner", mentionIds: [stranger.owner.memberId] };
    expect(await shop.ask(writeMessage, mention)).toMatchObject(refusedBy("mention_not_reader"));
  });

  it("counts what each has not read, of others, and who was named", async () => {
    const orderId = await anOrder();
    const operator = shop.operator.memberId;
    await say(orderId, shop.supervisor, "One");
    await say(orderId, shop.operator, "Two");
    await say(orderId, shop.supervisor, "@Operator three", [operator]);
    const of = async (actor: Actor) => (await unreadOf(actor)).find((row) => row.orderId === orderId);
    expect(await of(shop.operator)).toEqual({ orderId, unread: 2, mentioned: true });
    expect(await of(shop.supervisor)).toEqual({ orderId, unread: 1, mentioned: false });
    expect(await of(shop.owner)).toEqual({ orderId, unread: 3, mentioned: false });
    expect(await of(shop.manager)).toBeUndefined();
    await shop.make(markChatRead, { orderId, readTo: 2 }, { as: shop.operator });
    expect(await chatOf(orderId, shop.operator)).toMatchObject({ readTo: 2, unread: 1 });
    // Never back, and never beyond what was said.
    await shop.make(markChatRead, { orderId, readTo: 1 }, { as: shop.operator });
    expect(await chatOf(orderId, shop.operator)).toMatchObject({ readTo: 2 });
    await shop.make(markChatRead, { orderId, readTo: 900 }, { as: shop.operator });
    expect(await chatOf(orderId, shop.operator)).toMatchObject({ readTo: 3, unread: 0 });
    expect(await of(shop.operator)).toBeUndefined();
    await say(orderId, shop.supervisor, "Four");
    expect(await of(shop.operator)).toEqual({ orderId, unread: 1, mentioned: false });
    // What is older than a month is nobody's news.
    expect(await unreadOf(shop.operator, new Date("2026-05-01T00:00:00Z"))).toEqual([]);
  });

  it("marks as unread exactly the chats that the one permission function opens", async () => {
    const orderIds = [shop.orderId, await anOrder(), await anOrder()];
    await shop.make(reassignRun, {
      runId: (await runOf(orderIds[1] ?? "")).id,
      memberId: shop.owner.memberId,
    });
    for (const orderId of orderIds) await say(orderId, shop.owner, "News");
    const people = [
      shop.supervisor,
      shop.manager,
      shop.otherManager,
      shop.operator,
      aMember(shop.operator.memberId, ["operator", "sales_manager"]),
      aMember(shop.manager.memberId, ["operator", "sales_manager"]),
      aMember(shop.manager.memberId, ["accountant"]),
    ];
    for (const actor of people) {
      const told = new Set((await unreadOf(actor)).map((row) => row.orderId));
      for (const orderId of orderIds) {
        const chat = await readWorkspace(shop.database, shop.workspaceId, (tx) => findChat(tx, orderId));
        if (chat === null) throw new Error("The order is gone");
        const open = may(actor, "chat.read", chat);
        expect(told.has(orderId), `${actor.roles.join()} ${orderIds.indexOf(orderId)}`).toBe(open);
      }
    }
  });

  it("mentions only those who can read it, and numbers without a gap", async () => {
    const orderId = await anOrder();
    const refused = await shop.ask(writeMessage, {
      orderId,
      text: "@Operator @Stepan",
      mentionIds: [shop.operator.memberId, shop.storekeeper.memberId],
    });
    expect(refused).toEqual({
      ok: false,
      refusal: { code: "mention_not_reader", data: {}, path: ["mentionIds", 1] },
    });
    expect(await shop.ask(writeMessage, { orderId, text: " " })).toMatchObject(refusedBy("message_empty"));
    const numbers = await Promise.all(
      Array.from({ length: 5 }, async (_, index) => (await say(orderId, shop.owner, `${index}`)).number),
    );
    expect(numbers.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
    // Who has left can't be named any more.
    const { memberId } = shop.operator;
    await shop.make(changeMember, { memberId, active: false });
    const left = await shop.ask(writeMessage, { orderId, text: "@Operator", mentionIds: [memberId] });
    expect(left).toMatchObject(refusedBy("mention_not_reader"));
    await shop.make(changeMember, { memberId, active: true });
  });

  it("takes files, and says which are there", async () => {
    const orderId = await anOrder();
    const fileId = await aFile(shop, "document", shop.operator, "plan.pdf");
    await shop.make(writeMessage, { orderId, fileIds: [fileId] }, { as: shop.operator });
    const [row] = (await chatOf(orderId, shop.supervisor)).rows;
    expect(row).toMatchObject({ text: "", files: [{ id: fileId, name: "plan.pdf" }], mine: false });
    const unknown = await shop.ask(writeMessage, { orderId, fileIds: [orderId] });
    expect(unknown).toMatchObject(refusedBy("file_unknown"));
  });

  it("is changed, taken away and brought back by the author alone; each is a fact without the words", async () => {
    const orderId = await anOrder();
    const { messageId } = await say(orderId, shop.operator, "Secret of the oven");
    expect(await shop.ask(removeMessage, { messageId })).toMatchObject(refusedBy("not_yours"));
    expect(await shop.ask(restoreMessage, { messageId })).toMatchObject(refusedBy("not_yours"));
    expect(await shop.ask(changeMessage, { messageId, text: "Mine now" })).toMatchObject(
      refusedBy("not_yours"),
    );
    const as = { as: shop.operator };
    await shop.make(
      changeMessage,
      { messageId, text: "@Sofia see", mentionIds: [shop.supervisor.memberId] },
      as,
    );
    expect((await chatOf(orderId, shop.owner)).rows[0]).toMatchObject({
      text: "@Sofia see",
      mentions: [{ name: "Sofia" }],
      editedAt: expect.any(String),
    });
    expect(await shop.ask(changeMessage, { messageId, text: "" }, as)).toMatchObject(
      refusedBy("message_empty"),
    );
    await shop.make(removeMessage, { messageId }, as);
    expect((await chatOf(orderId, shop.owner)).rows[0]).toMatchObject({
      text: "",
      removed: true,
      mentions: [],
    });
    expect((await unreadOf(shop.owner)).find((row) => row.orderId === orderId)).toBeUndefined();
    expect(await shop.ask(changeMessage, { messageId, text: "No" }, as)).toMatchObject(
      refusedBy("message_unknown"),
    );
    await shop.make(restoreMessage, { messageId }, as);
    expect((await chatOf(orderId, shop.owner)).rows[0]).toMatchObject({ text: "@Sofia see", removed: false });
    const { rows: facts } = await testDatabase.pool.query<{ kind: string; version: number; data: object }>(
      "select kind, version, data from fact where thing_id = $1 order by version",
      [messageId],
    );
    expect(facts.map(({ kind, version }) => [kind, version])).toEqual([
      ["message_written", 1],
      ["message_changed", 2],
      ["message_removed", 3],
      ["message_restored", 4],
    ]);
    expect(JSON.stringify(facts)).not.toMatch(/Secret|Sofia/);
  });

  it("comes in pages, the newest first", async () => {
    const orderId = await anOrder();
    for (const text of ["a", "b", "c"]) await say(orderId, shop.owner, text);
    const first = accepted(await ask(orderId, shop.owner, { limit: 2 }));
    expect(first.rows.map((row) => row.text)).toEqual(["c", "b"]);
    const second = accepted(await ask(orderId, shop.owner, { limit: 2, cursor: first.next ?? "" }));
    expect(second).toMatchObject({ rows: [{ text: "a" }], next: null });
  });
});

describe("what a customer asks to have made otherwise", () => {
  const asks = (orderId: Id, as: Actor, text = "Walnut instead of oak") =>
    shop.ask(writeMessage, { orderId, text, asksChange: true }, { as });
  const answers = (messageId: Id, outcome: "made" | "declined" | null, as: Actor) =>
    shop.ask(answerChangeRequest, { messageId, outcome }, { as });
  const openFor = async (actor: Actor): Promise<string[]> =>
    (await marksOf(actor)).changes.map(({ text }) => text);

  it("is put down by sales and supervisors, and open for all who read the chat until somebody answers", async () => {
    const { orderId, manager, supervisor, operator, otherManager } = shop;
    expect(await asks(orderId, operator)).toMatchObject(refusedBy("not_allowed"));
    const { messageId } = accepted(await asks(orderId, manager));
    for (const actor of [manager, supervisor, operator, shop.owner]) {
      expect(await openFor(actor)).toEqual(["Walnut instead of oak"]);
    }
    expect(await openFor(otherManager)).toEqual([]);
    expect((await marksOf(operator)).changes).toMatchObject([{ orderId, messageId, byName: "Max" }]);
    expect(await answers(messageId, "made", operator)).toMatchObject(refusedBy("not_allowed"));
    expect(await answers(messageId, "made", otherManager)).toMatchObject(refusedBy("not_your_order"));
    accepted(await answers(messageId, "made", supervisor));
    accepted(await answers(messageId, "made", supervisor));
    expect(await openFor(operator)).toEqual([]);
    const changeOf = async () =>
      (await chatOf(orderId, operator)).rows.find(({ id }) => id === messageId)?.change;
    expect(await changeOf()).toEqual({ outcome: "made", answeredBy: "Sofia" });
    accepted(await answers(messageId, null, manager));
    expect(await changeOf()).toEqual({ outcome: null, answeredBy: null });
    expect(await openFor(operator)).toEqual(["Walnut instead of oak"]);
    accepted(await answers(messageId, "declined", manager));
  });

  it("goes with its message, and comes back with it; what asks for nothing is not answered", async () => {
    const { orderId, manager, supervisor } = shop;
    const { messageId } = accepted(await asks(orderId, manager, "By Friday"));
    await shop.make(removeMessage, { messageId }, { as: manager });
    expect(await openFor(supervisor)).toEqual([]);
    expect(await answers(messageId, "made", supervisor)).toMatchObject(refusedBy("change_not_asked"));
    await shop.make(restoreMessage, { messageId }, { as: manager });
    expect(await openFor(supervisor)).toEqual(["By Friday"]);
    accepted(await answers(messageId, "made", supervisor));
    const plain = await say(orderId, manager, "Only a word");
    expect(await answers(plain.messageId, "made", supervisor)).toMatchObject(refusedBy("change_not_asked"));
    const stranger = await aWorkshop(testDatabase);
    expect(await stranger.ask(answerChangeRequest, { messageId, outcome: null })).toMatchObject(
      refusedBy("message_unknown"),
    );
  });
});
