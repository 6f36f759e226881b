import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { crmRoutes } from "#modules/crm/contract/routes.ts";
import { listPipelines } from "#modules/crm/views/list-pipelines.ts";
import { aDeal } from "#test/builders/a-deal.ts";
import { openTestWorld, refused, type TestWorkspace, type TestWorld } from "#test/builders/a-workspace.ts";
import { anOrderRow } from "#test/builders/an-order-row.ts";
import { addDealStatus } from "./add-deal-status.ts";
import { archiveDealStatus } from "./archive-deal-status.ts";
import { changeDealStatus } from "./change-deal-status.ts";
import { moveDeal } from "./move-deal.ts";
import { reorderDealStatuses } from "./reorder-deal-statuses.ts";

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

test("a new open status comes after the open ones, a closing one at the end", async () => {
  const { pipelineId } = workspace;
  const added = await workspace.run(addDealStatus, { pipelineId, name: "Invoiced" });
  await workspace.run(addDealStatus, { pipelineId, name: "Frozen", kind: "lost" });
  await workspace.run(changeDealStatus, { dealStatusId: added.dealStatusId, name: "Paid" });
  const { rows } = await world.pool.query<{ name: string }>(
    "select name from deal_status where pipeline_id = $1 order by position",
    [pipelineId],
  );
  expect(rows.map((row) => row.name).slice(-5)).toEqual(["Shipped", "Paid", "Won", "Lost", "Frozen"]);
  expect(await kindsOf(added.dealStatusId)).toEqual(["deal_status_added 1", "deal_status_changed 2"]);
  const theirs = await world.aWorkspace();
  const wrong = { pipelineId: theirs.pipelineId, name: "X" };
  expect(await workspace.ask(addDealStatus, wrong)).toMatchObject(
    refused("pipeline_unknown", ["pipelineId"]),
  );
  const rename = { dealStatusId: theirs.dealStatusIds.won, name: "X" };
  expect(await workspace.ask(changeDealStatus, rename)).toMatchObject(refused("deal_status_unknown"));
});

const pipeline = async () => {
  const { rows } = await workspace.see(crmRoutes.listPipelines, listPipelines, {});
  const [first] = rows;
  if (first === undefined) throw new Error("A workspace has a pipeline");
  const names = (statuses: typeof first.statuses) => statuses.map((status) => status.name);
  return {
    ids: first.statuses.map(({ id }) => id),
    names: names(first.statuses),
    gone: names(first.archivedStatuses),
  };
};

test("statuses are put into another order, all of them and each once", async () => {
  const { pipelineId } = workspace;
  const { ids, names } = await pipeline();
  const [first, second, third, ...rest] = ids;
  if (first === undefined || second === undefined || third === undefined) throw new Error("Nine statuses");
  const reorder = (dealStatusIds: string[]) =>
    workspace.ask(reorderDealStatuses, { pipelineId, dealStatusIds });
  expect((await reorder([second, first, third, ...rest])).ok).toBe(true);
  expect((await pipeline()).names).toEqual([names[1], names[0], ...names.slice(2)]);
  expect((await workspace.facts(first)).slice(1)).toMatchObject([
    { kind: "deal_status_changed", version: 2, data: { position: { from: 1, to: 2 } } },
  ]);
  expect(await workspace.facts(third)).toHaveLength(1);
  const changed = refused("deal_statuses_changed", ["dealStatusIds"]);
  expect(await reorder([first, second, third])).toMatchObject(changed);
  expect(await reorder([first, first, third, ...rest])).toMatchObject(changed);
  const theirs = await world.aWorkspace();
  expect(await reorder([theirs.dealStatusIds.new, second, third, ...rest])).toMatchObject(changed);
  expect(
    await theirs.ask(reorderDealStatuses, { pipelineId, dealStatusIds: [second, first, third, ...rest] }),
  ).toMatchObject(refused("pipeline_unknown", ["pipelineId"]));
});

test("a status goes out of use when nothing stands in it and no template names it, and comes back", async () => {
  const { quoted, new: first, won, lost } = workspace.dealStatusIds;
  const archive = (dealStatusId: string, archived = true) =>
    workspace.ask(archiveDealStatus, { dealStatusId, archived });
  const { dealId } = await aDeal(workspace);
  expect(await archive(first)).toMatchObject({
    refusal: { code: "deal_status_has_deals", data: { name: "New", count: 1 } },
  });
  await move(dealId, quoted, first);
  expect(await archive(won)).toMatchObject(refused("deal_status_last_of_kind"));
  await workspace.run(addDealStatus, { pipelineId: workspace.pipelineId, name: "Frozen", kind: "lost" });
  // A lost deal may stay where it came to its end.
  await move(dealId, lost, quoted);
  expect((await archive(lost)).ok).toBe(true);
  expect((await archive(first)).ok).toBe(true);
  expect((await archive(first)).ok).toBe(true);
  expect(await kindsOf(first)).toEqual(["deal_status_added 1", "deal_status_archived 2"]);
  const after = await pipeline();
  expect(after.names).not.toContain("New");
  expect(after.gone).toEqual(["New", "Lost"]);
  // A new deal begins at the next one.
  const next = await aDeal(workspace);
  expect((await workspace.facts(next.dealId))[0]?.data["status"]).toBe("Quoted");
  expect(await move(next.dealId, first, quoted)).toMatchObject(refused("deal_status_unknown"));
  expect((await archive(first, false)).ok).toBe(true);
  expect((await pipeline()).names.slice(-4)).toEqual(["Shipped", "New", "Won", "Frozen"]);
  const theirs = await world.aWorkspace();
  expect(await archive(theirs.dealStatusIds.quoted)).toMatchObject(
    refused("deal_status_unknown", ["dealStatusId"]),
  );
});

test("a status that the current version of a template in use names stays", async () => {
  const { accepted } = workspace.dealStatusIds;
  const deal = await aDeal(workspace);
  await anOrderRow(world, workspace, { ...deal, dealLineId: null });
  const values = [workspace.workspaceId, accepted];
  await world.pool.query(
    `insert into template_reference (workspace_id, id, template_version_id, deal_status_id)
     select workspace_id, gen_random_uuid(), id, $2 from template_version where workspace_id = $1`,
    values,
  );
  const archive = () => workspace.ask(archiveDealStatus, { dealStatusId: accepted, archived: true });
  const set = (sql: string) =>
    world.pool.query(`update template set ${sql} where workspace_id = $1`, values.slice(0, 1));
  await set("archived = false");
  expect(await archive()).toMatchObject({
    refusal: {
      code: "deal_status_in_template",
      data: { templates: "Template", name: "Accepted for production" },
    },
  });
  // An old version names what it likes.
  await set("current_number = 2");
  expect((await archive()).ok).toBe(true);
});
