import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { crmRoutes } from "#modules/crm/contract/routes.ts";
import { showDealTimeline } from "#modules/crm/views/show-timeline.ts";
import { aDeal } from "#test/builders/a-deal.ts";
import { openTestWorld, refused, type TestWorkspace, type TestWorld } from "#test/builders/a-workspace.ts";
import { addActivity } from "./add-activity.ts";
import { addCompany } from "./add-company.ts";
import { addContact } from "./add-contact.ts";
import { changeActivity } from "./change-activity.ts";
import { removeActivity } from "./remove-activity.ts";
import { restoreActivity } from "./restore-activity.ts";

let world: TestWorld;
let workspace: TestWorkspace;

beforeAll(async () => {
  world = await openTestWorld();
});
beforeEach(async () => {
  workspace = await world.aWorkspace();
});
afterAll(() => world.drop());

const note = { kind: "note" as const, text: "Olena prefers oak, call before noon" };
const written = async (dealId: string) => {
  const input = { dealId, kind: "note" as const };
  const { rows } = await workspace.see(crmRoutes.showDealTimeline, showDealTimeline, input);
  return rows.map((row) => row.written?.text);
};

const touch = async (activityId: string) => [
  await workspace.ask(changeActivity, { activityId, text: "x" }),
  await workspace.ask(removeActivity, { activityId }),
  await workspace.ask(restoreActivity, { activityId }),
];

test("what is written down stands in its row, and the log knows only that it was", async () => {
  const { companyId } = await workspace.run(addCompany, { name: "Café" });
  const { contactId } = await workspace.run(addContact, { name: "Olena", companyId });
  const { dealId } = await aDeal(workspace, { contactId, companyId });
  const { activityId } = await workspace.run(addActivity, { ...note, dealId });
  await workspace.run(changeActivity, { activityId, text: "Olena prefers ash" });
  await workspace.run(changeActivity, { activityId, text: "Olena prefers ash" });
  await workspace.run(removeActivity, { activityId });
  await workspace.run(removeActivity, { activityId });
  expect(await written(dealId)).toEqual([]);
  expect(await workspace.ask(changeActivity, { activityId, text: "x" })).toMatchObject(
    refused("activity_unknown", ["activityId"]),
  );
  await workspace.run(restoreActivity, { activityId });
  expect(await written(dealId)).toEqual(["Olena prefers ash"]);
  const facts = await workspace.facts(activityId);
  expect(facts.map(({ kind, version, data }) => ({ kind, version, data }))).toEqual([
    { kind: "activity_added", version: 1, data: { kind: "note", dealId, contactId, companyId } },
    { kind: "activity_changed", version: 2, data: { fields: ["text"] } },
    { kind: "activity_removed", version: 3, data: {} },
    { kind: "activity_restored", version: 4, data: {} },
  ]);
});

test("a call and a message say what belongs to them, and happened before now", async () => {
  const { dealId } = await aDeal(workspace);
  const add = (wish: object) => workspace.ask(addActivity, { kind: "call", dealId, ...wish });
  const call = await add({ outcome: "reached", minutes: 4, at: "2026-03-01T08:00:00Z" });
  expect(call.ok).toBe(true);
  expect(await add({ channel: "email" })).toMatchObject(refused("activity_part_foreign", ["channel"]));
  expect(await add({ kind: "message", channel: "email" })).toMatchObject(refused("activity_empty", ["text"]));
  expect(await add({ at: "2026-03-02T10:00:01Z" })).toMatchObject(refused("activity_in_future", ["at"]));
  if (!call.ok) return;
  const change = (wish: object) =>
    workspace.ask(changeActivity, { activityId: call.value.activityId, ...wish });
  expect(await change({ channel: "sms" })).toMatchObject(refused("activity_part_foreign"));
  expect(await change({ at: "2027-01-01T00:00:00Z" })).toMatchObject(refused("activity_in_future"));
  expect((await change({ outcome: null, direction: "in" })).ok).toBe(true);
  const input = { dealId, kind: "call" as const };
  const { rows } = await workspace.see(crmRoutes.showDealTimeline, showDealTimeline, input);
  expect(rows).toMatchObject([
    {
      at: "2026-03-01T08:00:00.000Z",
      written: { direction: "in", outcome: null, minutes: 4, edited: true, mine: true },
    },
  ]);
});

test("it is about one thing, of this workspace", async () => {
  const theirs = await world.aWorkspace();
  const deal = await aDeal(theirs);
  const { contactId } = await theirs.run(addContact, { name: "Theirs" });
  const { companyId } = await theirs.run(addCompany, { name: "Theirs" });
  const { activityId } = await theirs.run(addActivity, { ...note, contactId });
  const add = (wish: object) => workspace.ask(addActivity, { ...note, ...wish });
  expect(await add({})).toMatchObject(refused("activity_about_one"));
  expect(await add({ contactId, companyId })).toMatchObject(refused("activity_about_one"));
  expect(await add({ dealId: deal.dealId })).toMatchObject(refused("deal_unknown", ["dealId"]));
  expect(await add({ contactId })).toMatchObject(refused("contact_unknown", ["contactId"]));
  expect(await add({ companyId })).toMatchObject(refused("company_unknown", ["companyId"]));
  for (const answer of await touch(activityId)) {
    expect(answer).toMatchObject(refused("activity_unknown", ["activityId"]));
  }
});

test("everybody changes what they wrote themselves, the owner too", async () => {
  const { dealId } = await aDeal(workspace);
  const seller = await workspace.aMember("sales_manager");
  const { activityId } = await workspace.run(addActivity, { ...note, dealId }, { as: seller });
  for (const answer of await touch(activityId)) expect(answer).toMatchObject(refused("not_yours"));
  const supervisor = await workspace.aMember("supervisor");
  expect(await workspace.ask(addActivity, { ...note, dealId }, { as: supervisor })).toMatchObject(
    refused("not_allowed"),
  );
  expect((await workspace.ask(changeActivity, { activityId, text: "x" }, { as: seller })).ok).toBe(true);
});
