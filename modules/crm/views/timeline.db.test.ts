import { v7 as newId } from "uuid";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { addActivity } from "#commands/crm/add-activity.ts";
import { addCompany } from "#commands/crm/add-company.ts";
import { addContact } from "#commands/crm/add-contact.ts";
import { addDealLine } from "#commands/crm/add-deal-line.ts";
import { addDeal } from "#commands/crm/add-deal.ts";
import { addTask } from "#commands/crm/add-task.ts";
import { changeDealLine } from "#commands/crm/change-deal-line.ts";
import { changeDeal } from "#commands/crm/change-deal.ts";
import { completeTask } from "#commands/crm/complete-task.ts";
import { moveDeal } from "#commands/crm/move-deal.ts";
import { removeDealLine } from "#commands/crm/remove-deal-line.ts";
import type { RequestOf } from "#modules/routes.ts";
import { aDeal } from "#test/builders/a-deal.ts";
import { openTestWorld, refused, type TestWorkspace, type TestWorld } from "#test/builders/a-workspace.ts";
import { anItem } from "#test/builders/an-item.ts";
import { anOrderRow } from "#test/builders/an-order-row.ts";
import { crmRoutes } from "../contract/routes.ts";
import { showCompanyTimeline, showContactTimeline, showDealTimeline } from "./show-timeline.ts";

let world: TestWorld;
let workspace: TestWorkspace;
let clock: number;

beforeAll(async () => {
  world = await openTestWorld();
});
beforeEach(async () => {
  workspace = await world.aWorkspace();
  clock = Date.parse("2026-03-02T10:00:00Z");
});
afterAll(() => world.drop());

/** Each command a second after the one before. */
const later = () => ({ now: new Date((clock += 1000)) });
type Wish = Omit<RequestOf<"showDealTimeline">, "dealId">;
const ofDeal = async (dealId: string, wish: Wish = {}, as = workspace.owner) =>
  (await workspace.see(crmRoutes.showDealTimeline, showDealTimeline, { dealId, ...wish }, { as })).rows;
const ofContact = (contactId: string, wish: Wish = {}, as = workspace.owner) =>
  workspace.see(crmRoutes.showContactTimeline, showContactTimeline, { contactId, ...wish }, { as });
const ofCompany = (companyId: string, wish: Wish = {}) =>
  workspace.see(crmRoutes.showCompanyTimeline, showCompanyTimeline, { companyId, ...wish });

/** A fact of an order as production would write it. */
async function orderFact(orderId: string, kind: string, version: number, data: object): Promise<void> {
  await world.pool.query(
    `insert into fact (workspace_id, id, kind, thing, thing_id, version, data, at, by_whom, command_id)
     values ($1, $2, $3, 'order', $4, $5, $6, $7, 'automation', $2)`,
    [workspace.workspaceId, newId(), kind, orderId, version, data, later().now],
  );
}

test("a deal's story: what people wrote and what the log knows, newest first", async () => {
  const { contactId } = await workspace.run(addContact, { name: "Olena" });
  const deal = await aDeal(workspace);
  const { dealId, lineId, variantId } = deal;
  const { new: first, accepted } = workspace.dealStatusIds;
  await workspace.run(changeDeal, { dealId, contactId, notes: "secret" }, later());
  await workspace.run(changeDealLine, { dealId, lineId, quantity: 12, price: "90" }, later());
  const line = { dealId, variantId, quantity: 1, price: "5" };
  const added = await workspace.run(addDealLine, line, later());
  await workspace.run(removeDealLine, { dealId, lineId: added.lineId }, later());
  await workspace.run(moveDeal, { dealId, dealStatusId: accepted, fromStatusId: first }, later());
  const order = { ...deal, number: 7, dealLineId: lineId };
  const { orderId } = await anOrderRow(world, workspace, order);
  await orderFact(orderId, "order_created", 1, { ordered: 12 });
  // One of the hundreds that are the order's own story.
  await orderFact(orderId, "run_started", 2, {});
  await orderFact(orderId, "order_finished", 3, { received: 11, ordered: 12 });
  const { taskId } = await workspace.run(addTask, { title: "Call Olena", dealId }, later());
  await workspace.run(completeTask, { taskId }, later());
  const call = { kind: "call" as const, dealId, outcome: "reached" as const, minutes: 4, text: "Agreed" };
  await workspace.run(addActivity, call, later());

  const rows = await ofDeal(dealId);
  expect(rows.map((row) => row.event ?? row.kind)).toEqual([
    "call",
    "task_completed",
    "task_added",
    "order_finished",
    "order_created",
    "deal_moved",
    "deal_line_removed",
    "deal_line_added",
    "deal_line_changed",
    "deal_changed",
    "deal_added",
  ]);
  expect(rows[0]).toMatchObject({
    byName: "Owner",
    written: { direction: "out", minutes: 4, text: "Agreed", mine: true },
    contact: { id: contactId, name: "Olena" },
  });
  expect(rows[1]).toMatchObject({ task: { id: taskId, title: "Call Olena" }, deal: { id: dealId } });
  expect(rows[3]).toMatchObject({
    byWhom: "automation",
    order: { id: orderId, number: 7 },
    values: { number: 7, receivedQuantity: "11\tpcs", orderedQuantity: "12\tpcs" },
  });
  expect(rows[5]?.values).toEqual({ from: "New", to: "Accepted for production" });
  expect(rows[8]?.values).toMatchObject({ fromQuantity: "10\tpcs", toQuantity: "12\tpcs", toAmount: "90" });
  expect(rows[9]?.values).toMatchObject({
    contact: "yes",
    toContact: "Olena",
    fromContact: "—",
    notes: "yes",
  });
  expect(JSON.stringify(rows)).not.toContain("secret");
});

test("one kind alone", async () => {
  const { dealId } = await aDeal(workspace);
  await workspace.run(addActivity, { kind: "note", text: "n", dealId }, later());
  await workspace.run(addActivity, { kind: "message", text: "m", dealId }, later());
  await workspace.run(addTask, { title: "t", dealId }, later());
  const kinds = async (kind: NonNullable<Wish["kind"]>) =>
    (await ofDeal(dealId, { kind })).map((row) => row.kind);
  expect(await kinds("note")).toEqual(["note"]);
  expect(await kinds("message")).toEqual(["message"]);
  expect(await kinds("task")).toEqual(["task"]);
  expect(await kinds("deal")).toEqual(["deal"]);
  expect(await kinds("order")).toEqual([]);
  expect(await kinds("shipment")).toEqual([]);
});

test("prices are for those who may see them, and what others wrote is not theirs", async () => {
  const { dealId, lineId } = await aDeal(workspace);
  await workspace.run(changeDealLine, { dealId, lineId, price: "90" }, later());
  await workspace.run(addActivity, { kind: "note", text: "n", dealId }, later());
  const supervisor = await workspace.aMember("supervisor");
  const [note, changed] = await ofDeal(dealId, {}, supervisor);
  expect(note).toMatchObject({ written: { text: "n", mine: false } });
  expect(changed?.values).toMatchObject({ price: "hidden", fromAmount: null, toAmount: null });
  expect(JSON.stringify(await ofDeal(dealId, {}, supervisor))).not.toMatch(/"(90|100)"/);
});

test("what was spent on a line's orders is for those who may see the orders' cost", async () => {
  const deal = await aDeal(workspace);
  const { dealId, lineId } = deal;
  await anOrderRow(world, workspace, { ...deal, dealLineId: lineId, status: "in_progress", cost: "321.5" });
  await workspace.run(changeDealLine, { dealId, lineId, quantity: 9 }, later());
  const textValues = async (role: "supervisor" | "sales_manager") =>
    (await ofDeal(dealId, { kind: "task" }, await workspace.aMember(role)))[0]?.task?.textValues;
  expect(await textValues("supervisor")).toMatchObject({ shown: "yes", sunkAmount: "321.5" });
  expect(await textValues("sales_manager")).toMatchObject({ shown: "no", sunkAmount: null, orders: "№1" });
});

test("a contact's and a company's story have their deals', each line once", async () => {
  const { companyId } = await workspace.run(addCompany, { name: "Café" });
  const { contactId } = await workspace.run(addContact, { name: "Olena", companyId });
  const item = await anItem(workspace);
  const line = { variantId: item.variantId, quantity: 1, price: "1" };
  const own = await workspace.run(addDeal, { title: "Hers", contactId, lines: [line] }, later());
  const companys = await workspace.run(addDeal, { title: "Theirs", companyId, lines: [line] }, later());
  await aDeal(workspace, { title: "Somebody else's", line: { variantId: item.variantId } });
  const note = (text: string, wish: object) =>
    workspace.run(addActivity, { kind: "note", text, ...wish }, later());
  await note("on her deal", { dealId: own.dealId });
  await note("on her", { contactId });
  await note("on the company", { companyId });
  await workspace.run(addTask, { title: "for her", contactId }, later());
  await workspace.run(addTask, { title: "for the company", companyId }, later());

  const told = (rows: Awaited<ReturnType<typeof ofContact>>["rows"]) =>
    rows.map((row) => row.written?.text ?? row.task?.title ?? row.deal?.title);
  expect(told((await ofContact(contactId)).rows)).toEqual(["for her", "on her", "on her deal", "Hers"]);
  expect(told((await ofCompany(companyId)).rows)).toEqual([
    "for the company",
    "on the company",
    "on her deal",
    "Theirs",
    "Hers",
  ]);
  expect(companys.dealId).not.toBe(own.dealId);
});

test("more than a thousand lines, many of one moment, come page by page, each once", async () => {
  const { contactId } = await workspace.run(addContact, { name: "Olena" });
  const { dealId } = await aDeal(workspace, { contactId });
  await world.pool.query(
    `insert into activity (workspace_id, id, kind, text, deal_id, contact_id, at, by_whom, created_at)
     select $1, gen_random_uuid(), 'note', 'note ' || n, case when n % 2 = 0 then $2::uuid end, $3,
       timestamptz '2026-01-01' + (n / 10) * interval '1 minute', 'system', now()
     from generate_series(1, 1100) n`,
    [workspace.workspaceId, dealId, contactId],
  );
  await world.pool.query(
    `insert into fact (workspace_id, id, kind, thing, thing_id, version, data, at, by_whom, command_id)
     select $1, gen_random_uuid(), 'deal_moved', 'deal', $2, n + 1, '{"from": "A", "to": "B"}',
       timestamptz '2026-01-01' + (n / 10) * interval '1 minute', 'system', gen_random_uuid()
     from generate_series(1, 300) n`,
    [workspace.workspaceId, dealId],
  );
  const seen: { id: string; at: string }[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await ofContact(contactId, { limit: 200, ...(cursor === undefined ? {} : { cursor }) });
    seen.push(...page.rows);
    if (page.next === null) break;
    cursor = page.next;
  }
  // Besides: the deal was added.
  expect(seen).toHaveLength(1401);
  expect(new Set(seen.map(({ id }) => id)).size).toBe(1401);
  expect(seen.map(({ at }) => at)).toEqual(
    seen
      .map(({ at }) => at)
      .toSorted()
      .toReversed(),
  );
});

test("another workspace's deal, contact and company have no story here", async () => {
  const theirs = await world.aWorkspace();
  const { dealId } = await aDeal(theirs);
  const { contactId } = await theirs.run(addContact, { name: "Theirs" });
  const { companyId } = await theirs.run(addCompany, { name: "Theirs" });
  expect(await workspace.view(crmRoutes.showDealTimeline, showDealTimeline, { dealId })).toMatchObject(
    refused("deal_unknown", ["dealId"]),
  );
  expect(
    await workspace.view(crmRoutes.showContactTimeline, showContactTimeline, { contactId }),
  ).toMatchObject(refused("contact_unknown", ["contactId"]));
  expect(
    await workspace.view(crmRoutes.showCompanyTimeline, showCompanyTimeline, { companyId }),
  ).toMatchObject(refused("company_unknown", ["companyId"]));
  const broken = { dealId: (await aDeal(workspace)).dealId, cursor: "nonsense" };
  expect(await workspace.view(crmRoutes.showDealTimeline, showDealTimeline, broken)).toMatchObject(
    refused("cursor_broken"),
  );
});
