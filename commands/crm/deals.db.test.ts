import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { addUpsell } from "#commands/catalog/add-upsell.ts";
import { changeItem } from "#commands/catalog/change-item.ts";
import { changeUpsell } from "#commands/catalog/change-upsell.ts";
import { changeVariant } from "#commands/catalog/change-variant.ts";
import type { OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import { aDeal, type TestDeal } from "#test/builders/a-deal.ts";
import { openTestWorld, refused, type TestWorkspace, type TestWorld } from "#test/builders/a-workspace.ts";
import { anItem } from "#test/builders/an-item.ts";
import { anOrderRow, aShipmentRow } from "#test/builders/an-order-row.ts";
import { addContact } from "./add-contact.ts";
import { addDealLine } from "./add-deal-line.ts";
import { addDeal } from "./add-deal.ts";
import { changeDealLine } from "./change-deal-line.ts";
import { changeDeal } from "./change-deal.ts";
import { moveDeal } from "./move-deal.ts";
import { removeDealLine } from "./remove-deal-line.ts";

let world: TestWorld;
let workspace: TestWorkspace;

beforeAll(async () => {
  world = await openTestWorld();
});
beforeEach(async () => {
  workspace = await world.aWorkspace();
});
afterAll(() => world.drop());

const move = (dealId: string, dealStatusId: string, fromStatusId: string) =>
  workspace.ask(moveDeal, { dealId, dealStatusId, fromStatusId });
const kindsOf = async (thingId: string) =>
  (await workspace.facts(thingId)).map(({ kind, version }) => `${kind} ${version}`);

test("a deal begins at the pipeline's first status, with a number, its adder and its lines", async () => {
  const { variantId, itemId } = await anItem(workspace);
  const { upsellId } = await workspace.run(addUpsell, { itemId, name: "Engraving", price: "15.5" });
  const seller = await workspace.aMember("sales_manager");
  const line = {
    variantId,
    quantity: 3,
    price: "99.99",
    promisedDate: "2026-04-01",
    upsellIds: [upsellId, upsellId],
  };
  // The same product twice in one deal: two lines.
  const { dealId, number } = await workspace.run(
    addDeal,
    { title: "Café", lines: [line, line] },
    { as: seller },
  );
  expect(number).toBe(1);
  const [added] = await workspace.facts(dealId);
  const told = { variantId, quantity: "3", price: "99.99", upsells: [{ upsellId, price: "15.5" }] };
  expect(added).toMatchObject({
    kind: "deal_added",
    version: 1,
    data: {
      number: 1,
      statusId: workspace.dealStatusIds.new,
      responsibleId: seller.memberId,
      lines: [told, told],
    },
  });
});

test("numbers follow each other, also when ten deals come at once, and a refused one takes none", async () => {
  expect(await workspace.ask(addDeal, { title: "No", contactId: workspace.ownerId })).toMatchObject(
    refused("contact_unknown", ["contactId"]),
  );
  const made = await Promise.all(
    Array.from({ length: 10 }, (_, index) => workspace.run(addDeal, { title: `Deal ${index}` })),
  );
  expect(made.map((deal) => deal.number).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test("the same command id is one deal; with another body it is refused", async () => {
  const commandId = "0190a000-0000-7000-8000-000000000001";
  const once = await workspace.run(addDeal, { title: "Once" }, { commandId });
  expect(await workspace.run(addDeal, { title: "Once" }, { commandId })).toEqual(once);
  expect(await workspace.ask(addDeal, { title: "Twice" }, { commandId })).toMatchObject(
    refused("command_id_reused"),
  );
  expect((await workspace.run(addDeal, { title: "Next" })).number).toBe(2);
});

test("what a line names has to be here, in use, and belong together", async () => {
  const { variantId } = await anItem(workspace);
  const other = await anItem(workspace, { name: "Table" });
  const { upsellId } = await workspace.run(addUpsell, { itemId: other.itemId, name: "Glass", price: "1" });
  const good = { variantId, quantity: 1, price: "1" };
  const ask = (line: typeof good & { upsellIds?: string[] }) =>
    workspace.ask(addDeal, { title: "X", lines: [good, line] });
  expect(await ask({ ...good, variantId: upsellId })).toMatchObject(
    refused("variant_unknown", ["lines", 1, "variantId"]),
  );
  expect(await ask({ ...good, upsellIds: [upsellId] })).toMatchObject(
    refused("upsell_unknown", ["lines", 1, "upsellIds", 0]),
  );
  await workspace.run(changeVariant, { variantId: other.variantId, archived: true });
  expect(await ask({ ...good, variantId: other.variantId })).toMatchObject(refused("variant_unknown"));
});

test("moving says from where to where; to the same status is nothing; from another than the present is refused", async () => {
  const { new: first, accepted, won } = workspace.dealStatusIds;
  const { dealId } = await aDeal(workspace);
  expect(await move(dealId, accepted, first)).toEqual({ ok: true, value: { moved: true } });
  expect(await move(dealId, accepted, first)).toEqual({ ok: true, value: { moved: false } });
  expect(await move(dealId, won, first)).toMatchObject({
    refusal: { code: "deal_moved_meanwhile", data: { status: "Accepted for production" } },
  });
  expect((await workspace.facts(dealId)).slice(1)).toEqual([
    {
      kind: "deal_moved",
      thing: "deal",
      thingId: dealId,
      version: 2,
      data: { fromStatusId: first, toStatusId: accepted, from: "New", to: "Accepted for production" },
    },
  ]);
});

test("of many who move one deal at once one does, the others hear of it", async () => {
  const { new: first, quoted, accepted, lost } = workspace.dealStatusIds;
  for (let round = 0; round < 5; round += 1) {
    const { dealId } = await aDeal(workspace);
    const answers = await Promise.all([quoted, lost, accepted].map((to) => move(dealId, to, first)));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    for (const answer of answers)
      if (!answer.ok) expect(answer).toMatchObject(refused("deal_moved_meanwhile"));
    expect(await kindsOf(dealId)).toEqual(["deal_added 1", "deal_moved 2"]);
  }
});

test("a deal can't move into another workspace's status, or be moved from another workspace", async () => {
  const theirs = await world.aWorkspace();
  const { dealId } = await aDeal(workspace);
  const { new: first, quoted } = workspace.dealStatusIds;
  expect(await move(dealId, theirs.dealStatusIds.quoted, first)).toMatchObject(
    refused("deal_status_unknown", ["dealStatusId"]),
  );
  const input = { dealId, dealStatusId: quoted, fromStatusId: first };
  expect(await theirs.ask(moveDeal, input)).toMatchObject(refused("deal_unknown", ["dealId"]));
});

test("lines come, change and go, each a fact of the deal under its version", async () => {
  const { dealId, lineId } = await aDeal(workspace);
  const { variantId } = await anItem(workspace, { name: "Table" });
  const added = await workspace.run(addDealLine, { dealId, variantId, quantity: 2, price: "300" });
  await workspace.run(changeDealLine, {
    dealId,
    lineId,
    quantity: 12,
    price: "95.50",
    promisedDate: "2026-05-01",
  });
  await workspace.run(changeDealLine, { dealId, lineId, price: "95.5" });
  await workspace.run(removeDealLine, { dealId, lineId: added.lineId });
  expect(await kindsOf(dealId)).toEqual([
    "deal_added 1",
    "deal_line_added 2",
    "deal_line_changed 3",
    "deal_line_removed 4",
  ]);
  const facts = await workspace.facts(dealId);
  expect(facts[1]?.data).toMatchObject({ lineId: added.lineId, statusId: workspace.dealStatusIds.new });
  expect(facts[2]?.data).toEqual({
    lineId,
    quantity: { from: "10", to: "12" },
    price: { from: "100", to: "95.5" },
    promisedDate: { from: null, to: "2026-05-01" },
  });
  const gone = { dealId, lineId: added.lineId };
  expect(await workspace.ask(removeDealLine, gone)).toMatchObject(refused("deal_line_unknown", ["lineId"]));
});

const newsOf = async (dealId: string) =>
  (await workspace.facts())
    .filter(({ kind, data }) => kind === "task_added" && data["dealId"] === dealId)
    .map(({ data }) => data);

test.each([
  ["pending", true],
  ["in_progress", true],
  ["partially_done", true],
  ["done", false],
  ["cancelled", false],
])(
  "what is done to a line with an order that is %s: the supervisors hear of it is %s",
  async (status, told) => {
    const deal = await aDeal(workspace);
    await ask(deal);
    const order = { ...deal, number: 7, dealLineId: deal.lineId, status, cost: "123.45" };
    const { orderId } = await anOrderRow(world, workspace, order);
    const { dealId, lineId } = deal;
    const change = (wish: object) => workspace.run(changeDealLine, { dealId, lineId, ...wish });
    await change({ quantity: 9, promisedDate: "2026-05-01" });
    await change({ attributes: { Width: { amount: "60", unit: "cm" } } });
    // The price is the deal's own matter, and nothing is no change.
    await change({ price: "1" });
    await change({ attributes: { Width: { unit: "cm", amount: "60" } }, quantity: 9 });
    await workspace.run(removeDealLine, { dealId, lineId });
    const task = { title: "Chairs for the café", assigneeRole: "supervisor", dealId, orderId };
    const all = [
      {
        ...task,
        textId: "task.deal_line_changed",
        textValues: {
          deal: "Chairs for the café",
          orders: "№7",
          sunkAmount: "123.45",
          quantity: "yes",
          from: "10",
          to: "9",
          promised: "yes",
          promisedDate: "2026-05-01",
          attributes: "no",
          upsells: "no",
        },
      },
      {
        ...task,
        textId: "task.deal_line_changed",
        textValues: { quantity: "no", attributes: "yes", promised: "no" },
      },
      { ...task, textId: "task.deal_line_removed", textValues: { orders: "№7", sunkAmount: "123.45" } },
    ];
    const news = await newsOf(dealId);
    expect(news).toHaveLength(told ? 3 : 0);
    expect(news).toMatchObject(told ? all : []);
  },
);

const width = { name: "Width", kind: "number" as const, unit: "cm" as const };
const ask = ({ itemId }: { itemId: string }) => workspace.run(changeItem, { itemId, asked: [width] });

test("a line answers what its item asks, as far as it is known, and nothing else", async () => {
  const deal = await aDeal(workspace);
  await ask(deal);
  const { dealId, lineId, variantId } = deal;
  const good = { Width: { amount: "60", unit: "cm" as const } };
  const add = (attributes: OrderAttributes) =>
    workspace.ask(addDealLine, { dealId, variantId, quantity: 1, price: "1", attributes });
  expect((await add(good)).ok).toBe(true);
  expect((await add({})).ok).toBe(true);
  expect(await add({ Depth: { text: "x" } })).toMatchObject(
    refused("attribute_unknown", ["attributes", "Depth"]),
  );
  const line = { variantId, quantity: 1, price: "1", attributes: { Width: { text: "wide" } } };
  expect(await workspace.ask(addDeal, { title: "X", lines: [line] })).toMatchObject(
    refused("attribute_kind", ["lines", 0, "attributes", "Width"]),
  );
  const change = (attributes: OrderAttributes) =>
    workspace.ask(changeDealLine, { dealId, lineId, attributes });
  expect(await change({ Width: { amount: "1", unit: "kg" } })).toMatchObject(
    refused("attribute_kind", ["attributes", "Width"]),
  );
  expect((await change(good)).ok).toBe(true);
  expect((await workspace.facts(dealId)).at(-1)?.data).toEqual({
    lineId,
    attributes: { from: {}, to: good },
  });
});

test("more is sold than an order that is done was for: the supervisors hear of it", async () => {
  const deal = await aDeal(workspace);
  const { dealId, lineId } = deal;
  await anOrderRow(world, workspace, { ...deal, dealLineId: lineId, status: "done", received: 10 });
  await workspace.run(changeDealLine, { dealId, lineId, quantity: 8 });
  await workspace.run(changeDealLine, { dealId, lineId, quantity: 12 });
  expect(await newsOf(dealId)).toMatchObject([{ textValues: { from: "8", to: "12" } }]);
});

test("a lost deal's open orders are one task, with all that was spent on them", async () => {
  const deal = await aDeal(workspace);
  const { new: first, lost, won } = workspace.dealStatusIds;
  const order = { ...deal, dealLineId: deal.lineId };
  await anOrderRow(world, workspace, { ...order, number: 3, status: "in_progress", cost: "10.5" });
  await anOrderRow(world, workspace, { ...order, number: 4, status: "pending", cost: "0" });
  await anOrderRow(world, workspace, { ...order, number: 5, status: "done", received: 10, cost: "99" });
  await move(deal.dealId, won, first);
  await move(deal.dealId, first, won);
  expect(await newsOf(deal.dealId)).toEqual([]);
  await move(deal.dealId, lost, first);
  expect(await newsOf(deal.dealId)).toMatchObject([
    {
      textId: "task.deal_lost",
      orderId: null,
      textValues: { orders: "№3, №4", sunkAmount: "10.5", status: "Lost" },
    },
  ]);
});

test("upsells are chosen anew: those that stay keep their price, a foreign one is refused", async () => {
  const { itemId, variantId } = await anItem(workspace);
  const add = async (name: string, price: string, item = itemId) =>
    (await workspace.run(addUpsell, { itemId: item, name, price })).upsellId;
  const [engraving, box, ribbon] = [
    await add("Engraving", "5"),
    await add("Box", "2"),
    await add("Ribbon", "1"),
  ];
  const { dealId, lineId } = await aDeal(workspace, { line: { variantId, upsellIds: [engraving, box] } });
  await workspace.run(changeUpsell, { upsellId: engraving, price: "50" });
  const change = (upsellIds: string[]) => workspace.ask(changeDealLine, { dealId, lineId, upsellIds });
  expect((await change([ribbon, engraving])).ok).toBe(true);
  expect((await change([engraving, ribbon, ribbon])).ok).toBe(true);
  const changed = (await workspace.facts(dealId)).filter(({ kind }) => kind === "deal_line_changed");
  expect(changed.map(({ data }) => data["upsells"])).toEqual([
    {
      from: [
        { upsellId: engraving, price: "5" },
        { upsellId: box, price: "2" },
      ],
      to: [
        { upsellId: engraving, price: "5" },
        { upsellId: ribbon, price: "1" },
      ],
    },
  ]);
  const other = await anItem(workspace, { name: "Table" });
  const foreign = await add("Glass", "9", other.itemId);
  expect(await change([ribbon, foreign])).toMatchObject(refused("upsell_unknown", ["upsellIds", 1]));
  expect((await change([])).ok).toBe(true);
});

test("an order of one line has nothing to do with the other", async () => {
  const deal = await aDeal(workspace);
  const { dealId, variantId } = deal;
  const other = await workspace.run(addDealLine, { dealId, variantId, quantity: 2, price: "1" });
  await anOrderRow(world, workspace, { ...deal, dealLineId: deal.lineId });
  expect((await workspace.ask(removeDealLine, { dealId, lineId: other.lineId })).ok).toBe(true);
  expect(await newsOf(dealId)).toEqual([]);
});

test("what was shipped can't be taken off the line", async () => {
  const { dealId, lineId, variantId } = await aDeal(workspace);
  await aShipmentRow(world, workspace, { variantId, lineId, quantity: "4", value: "1" });
  const change = (quantity: number) => workspace.ask(changeDealLine, { dealId, lineId, quantity });
  expect(await change(3)).toMatchObject({ refusal: { code: "deal_line_shipped", data: { shipped: "4" } } });
  expect((await change(4)).ok).toBe(true);
  expect(await workspace.ask(removeDealLine, { dealId, lineId })).toMatchObject(refused("deal_line_shipped"));
});

test.each(["won", "lost"] as const)(
  "the lines of a %s deal stay as they are, until it is opened again",
  async (kind) => {
    const { dealId, lineId, variantId } = await aDeal(workspace);
    const { new: first, [kind]: closed } = workspace.dealStatusIds;
    await move(dealId, closed, first);
    for (const answer of [
      await workspace.ask(addDealLine, { dealId, variantId, quantity: 1, price: "1" }),
      await workspace.ask(changeDealLine, { dealId, lineId, price: "1" }),
      await workspace.ask(removeDealLine, { dealId, lineId }),
    ]) {
      expect(answer).toMatchObject(refused("deal_closed"));
    }
    await move(dealId, first, closed);
    expect((await workspace.ask(removeDealLine, { dealId, lineId })).ok).toBe(true);
  },
);

test("a deal's people change; their names and the notes stay out of the facts", async () => {
  const { dealId } = await aDeal(workspace);
  const { contactId } = await workspace.run(addContact, { name: "Olena Koval", phone: "067 123 45 67" });
  const notes = "Olena's private number";
  await workspace.run(changeDeal, { dealId, contactId, notes, responsibleId: null });
  const told = JSON.stringify(await workspace.facts());
  expect(told).not.toMatch(/Koval|private|067 123/);
  expect((await workspace.facts(dealId))[1]).toMatchObject({
    version: 2,
    data: { contactId: { from: null, to: contactId }, responsibleId: { to: null }, fields: ["notes"] },
  });
});

test("another workspace's deal, line, people and pipeline are unknown here", async () => {
  const theirs = await world.aWorkspace();
  const deal: TestDeal = await aDeal(theirs);
  const { contactId } = await theirs.run(addContact, { name: "Theirs" });
  const { dealId, lineId, variantId } = deal;
  const line = { variantId, quantity: 1, price: "1" };
  for (const answer of [
    await workspace.ask(changeDeal, { dealId, title: "Mine" }),
    await workspace.ask(addDealLine, { dealId, ...line }),
    await workspace.ask(changeDealLine, { dealId, lineId, price: "1" }),
    await workspace.ask(removeDealLine, { dealId, lineId }),
  ]) {
    expect(answer).toMatchObject(refused("deal_unknown", ["dealId"]));
  }
  const own = await aDeal(workspace);
  const change = { dealId: own.dealId, lineId, price: "1" };
  expect(await workspace.ask(changeDealLine, change)).toMatchObject(refused("deal_line_unknown"));
  const add = (wish: object) => workspace.ask(addDeal, { title: "X", ...wish });
  expect(await add({ lines: [line] })).toMatchObject(refused("variant_unknown"));
  expect(await add({ contactId })).toMatchObject(refused("contact_unknown"));
  expect(await add({ responsibleId: theirs.ownerId })).toMatchObject(refused("member_unknown"));
  expect(await add({ pipelineId: theirs.pipelineId })).toMatchObject(refused("pipeline_unknown"));
  const people = { dealId: own.dealId, contactId };
  expect(await workspace.ask(changeDeal, people)).toMatchObject(refused("contact_unknown", ["contactId"]));
});
