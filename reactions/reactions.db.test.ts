import { setTimeout as sleep } from "node:timers/promises";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { OutputOf } from "#modules/routes.ts";
import { createPool } from "#server/database/pool.ts";
import { beginning, readFacts } from "#server/facts/read-facts.ts";
import { buildServer } from "#server/http/build-server.ts";
import { silentLog } from "#server/log.ts";
import { aTriggerShop, type Deal, type TriggerShop } from "#test/builders/trigger-shop.ts";
import { type HttpWorld, openHttpWorld, testSecret } from "#test/http/http-world.ts";
import { type EffectJob, reactToFacts } from "./react-to-facts.ts";
import { runEffect } from "./run-effect.ts";

let world: HttpWorld;
let shop: TriggerShop;
let workspace: TriggerShop["workspace"];
let coffee: TriggerShop["coffee"];

beforeAll(async () => {
  world = await openHttpWorld({ withJobs: true });
});
afterAll(() => world.close());
beforeEach(async () => {
  shop = await aTriggerShop(world);
  ({ workspace, coffee } = shop);
});

const post: TriggerShop["post"] = (...asked) => shop.post(...asked);
const get: TriggerShop["get"] = (path) => shop.get(path);
const addTemplate: TriggerShop["addTemplate"] = (options) => shop.addTemplate(options);
const addDeal: TriggerShop["addDeal"] = (...lines) => shop.addDeal(...lines);
const move: TriggerShop["move"] = (...asked) => shop.move(...asked);
const effects: TriggerShop["effects"] = (count) => shop.effects(count);
const finishOrder: TriggerShop["finishOrder"] = (orderId) => shop.finishOrder(orderId);
const tasks: TriggerShop["tasks"] = () => shop.tasks();
const addProduct: TriggerShop["addProduct"] = (name) => shop.addProduct(name);

test("a deal that enters the status has an order made for its line, as automation, with its cause", async () => {
  await addTemplate();
  const deal = await addDeal([coffee.variantIds[0], 20]);
  await move(deal, workspace.dealStatusIds.accepted);
  const [effect] = await effects(1);
  expect(effect).toMatchObject({
    triggerKind: "start",
    state: "done",
    outcome: "order_created",
    outcomeValues: { number: 1 },
    attempts: 1,
    hop: 1,
    causeKind: "deal_moved",
    dealTitle: "Cafe",
    orderNumber: 1,
  });
  const { orders } = await get<Deal>(`/deals/${deal.id}`);
  expect(orders).toMatchObject([{ ordered: 20, status: "pending", lineId: deal.lines[0]?.id }]);
  const history = await get<OutputOf<"showOrderHistory">>(`/orders/${orders[0]?.id}/history`);
  expect(history.rows.at(-1)).toMatchObject({ byWhom: "automation", causeKind: "deal_moved" });
});

test("entering again makes no second order; an added line gets its own", async () => {
  await addTemplate();
  const { accepted, quoted } = workspace.dealStatusIds;
  const deal = await addDeal([coffee.variantIds[0], 20]);
  await move(deal, accepted);
  await effects(1);
  await move(deal, quoted, accepted);
  await move(deal, accepted, quoted);
  await post(`/deals/${deal.id}/lines/add`, { variantId: coffee.variantIds[0], quantity: 5, price: "10" });
  await effects(2);
  await sleep(300);
  const { orders } = await get<Deal>(`/deals/${deal.id}`);
  expect(orders.map(({ ordered }) => ordered).toSorted((a, b) => a - b)).toEqual([5, 20]);
});

test("a condition decides, line by line, over quantity, upsells and the deal's money", async () => {
  const { upsellId } = await post<OutputOf<"addUpsell">>(`/items/${coffee.itemId}/upsells/add`, {
    name: "Gift box",
    price: "2",
  });
  await addTemplate({ condition: '=(quantity >= 10 or upsell("Gift box")) and amount > 100 and paid = 0' });
  const [variantId] = coffee.variantIds;
  const line = (quantity: number, upsellIds: string[] = []) => ({
    variantId,
    quantity,
    price: "10",
    upsellIds,
  });
  const lines = [line(12), line(5), line(6, [upsellId])];
  const { dealId } = await post<OutputOf<"addDeal">>("/deals/add", { title: "Cafe", lines });
  await move(await get(`/deals/${dealId}`), workspace.dealStatusIds.accepted);
  await effects(2);
  const poor = await addDeal([variantId, 10]);
  await move(poor, workspace.dealStatusIds.accepted);
  await sleep(300);
  expect((await effects(2)).map(({ outcome }) => outcome)).toEqual(["order_created", "order_created"]);
  const { orders } = await get<Deal>(`/deals/${dealId}`);
  expect(orders.map(({ ordered }) => ordered).toSorted((a, b) => a - b)).toEqual([6, 12]);
});

test("an unapproved template starts nothing", async () => {
  const templateId = await addTemplate();
  const { body } = await get<OutputOf<"showTemplate">>(`/templates/${templateId}`);
  await post(
    `/templates/${templateId}/save`,
    { name: "Coffee", body: { ...body, triggers: { ...body.triggers, done: null } }, basedOn: 1 },
    workspace.members.technologist,
  );
  const deal = await addDeal([coffee.variantIds[0], 20]);
  await move(deal, workspace.dealStatusIds.accepted);
  await sleep(500);
  expect(await effects(0)).toEqual([]);
});

test("a product without a template gives the supervisors a task", async () => {
  await addTemplate();
  const mug = await addProduct("Mug");
  const deal = await addDeal([mug.variantIds[0], 3], [mug.variantIds[0], 4]);
  await move(deal, workspace.dealStatusIds.accepted);
  expect(await effects(1)).toMatchObject([
    { triggerKind: "template_missing", outcome: "task_template_missing" },
  ]);
  expect(await tasks()).toMatchObject([
    { textId: "task.template_missing", textValues: { product: "Mug", deal: "Cafe" }, dealId: deal.id },
  ]);
});

test("a shortage that blocks leaves the deal where it is, and gives a task with the list", async () => {
  const beans = await post<OutputOf<"addItem">>("/items/add", {
    kind: "material",
    name: "Beans",
    unit: "kg",
    variants: [{ name: "Beans" }],
  });
  await addTemplate({ shortage: "block", norm: beans.variantIds[0] ?? "" });
  const deal = await addDeal([coffee.variantIds[0], 20]);
  await move(deal, workspace.dealStatusIds.accepted);
  expect(await effects(1)).toMatchObject([{ state: "done", outcome: "task_shortage_blocks" }]);
  const [task] = await tasks();
  expect(task).toMatchObject({
    textId: "task.shortage_blocks",
    textValues: { materials: "Beans", product: "Coffee" },
  });
  expect(task?.textValues?.["shortages"]).toMatchObject([{ itemName: "Beans", missing: "5", unit: "kg" }]);
  expect(await get(`/deals/${deal.id}`)).toMatchObject({
    statusId: workspace.dealStatusIds.accepted,
    orders: [],
  });
});

test("a line that lacks what its product asks for gives the supervisors a task that leads to the deal", async () => {
  await addTemplate();
  await post(`/items/${coffee.itemId}/change`, {
    asked: [{ name: "Grind", kind: "choice", choices: ["fine", "coarse"] }],
  });
  const deal = await addDeal([coffee.variantIds[0], 20]);
  await move(deal, workspace.dealStatusIds.accepted);
  expect(await effects(1)).toMatchObject([{ state: "done", outcome: "task_values_missing" }]);
  expect(await tasks()).toMatchObject([
    {
      textId: "task.values_missing",
      textValues: { product: "Coffee", deal: "Cafe", missing: "Grind" },
      dealId: deal.id,
      assigneeRole: "supervisor",
    },
  ]);
  expect(await get(`/deals/${deal.id}`)).toMatchObject({ orders: [] });
});

test("the last order that is done moves the deal, when its units cover every line", async () => {
  await addTemplate();
  const deal = await addDeal([coffee.variantIds[0], 20], [coffee.variantIds[0], 5]);
  await move(deal, workspace.dealStatusIds.accepted);
  await effects(2);
  const { orders } = await get<Deal>(`/deals/${deal.id}`);
  await finishOrder(orders[0]?.id ?? "");
  expect((await effects(3))[2]).toMatchObject({
    triggerKind: "done",
    state: "skipped",
    outcome: "other_orders_open",
  });
  await finishOrder(orders[1]?.id ?? "");
  expect((await effects(4))[3]).toMatchObject({ triggerKind: "done", state: "done", outcome: "deal_moved" });
  expect((await get<Deal>(`/deals/${deal.id}`)).statusId).toBe(workspace.dealStatusIds.readyToShip);
});

test("an order that was done for fewer units than were sold gives a task, and the deal stays", async () => {
  await addTemplate();
  const { accepted } = workspace.dealStatusIds;
  const deal = await addDeal([coffee.variantIds[0], 20]);
  await move(deal, accepted);
  const [effect] = await effects(1);
  // As if two units had been written off: not yet a verb of the shop floor.
  await world.database.pool.query("update deal_line set quantity = 22 where deal_id = $1", [deal.id]);
  await finishOrder(effect?.orderId ?? "");
  expect((await effects(2))[1]).toMatchObject({ state: "done", outcome: "task_order_short" });
  expect((await tasks())[0]).toMatchObject({
    textId: "task.order_short",
    textValues: { missing: 2, deal: "Cafe" },
  });
  expect((await get<Deal>(`/deals/${deal.id}`)).statusId).toBe(accepted);
});

test("a cancelled order moves the deal, but never reopens a closed one", async () => {
  await addTemplate({ cancel: workspace.dealStatusIds.quoted });
  const { accepted, quoted, lost } = workspace.dealStatusIds;
  const open = await addDeal([coffee.variantIds[0], 20]);
  await move(open, accepted);
  const [first] = await effects(1);
  await post(`/orders/${first?.orderId}/cancel`, { reason: "Changed their mind" });
  expect((await effects(2))[1]).toMatchObject({ triggerKind: "cancel", outcome: "deal_moved" });
  expect((await get<Deal>(`/deals/${open.id}`)).statusId).toBe(quoted);

  const closed = await addDeal([coffee.variantIds[0], 20]);
  await move(closed, accepted);
  const third = (await effects(3))[2];
  await move(closed, lost, accepted);
  await post(`/orders/${third?.orderId}/cancel`, { reason: "Lost" });
  expect((await effects(4))[3]).toMatchObject({ state: "skipped", outcome: "deal_closed" });
});

test("a skipped effect can be tried again by hand, one that is done can't", async () => {
  await addTemplate({ cancel: workspace.dealStatusIds.quoted });
  const { accepted, lost } = workspace.dealStatusIds;
  const deal = await addDeal([coffee.variantIds[0], 20]);
  await move(deal, accepted);
  const [made] = await effects(1);
  await move(deal, lost, accepted);
  await post(`/orders/${made?.orderId}/cancel`, { reason: "Lost" });
  const skipped = (await effects(2))[1];
  await move(deal, accepted, lost);
  // The deal is open again, and has a new order by then.
  await effects(3);
  await post(`/automation/${skipped?.id}/retry`, {}, workspace.members.supervisor);
  const again = await effects(3);
  expect(again.find(({ id }) => id === skipped?.id)).toMatchObject({
    state: "done",
    outcome: "deal_moved",
    attempts: 2,
  });
  const refused = await world.post(workspace.members.owner, `/automation/${skipped?.id}/retry`, {});
  expect(refused.json()).toMatchObject({ refusal: { code: "trigger_effect_done" } });
  const unknown = await world.post(workspace.members.owner, `/automation/${uuidv7()}/retry`, {});
  expect(unknown.statusCode).toBe(404);
});

/** The same facts, by hand: what a leader does that crashed before it could save its position. */
async function reactAgain(kind: string): Promise<readonly EffectJob[]> {
  const page = await readFacts(world.database.pool, beginning);
  const facts = page.facts.filter((fact) => fact.workspaceId === workspace.id && fact.kind === kind);
  return reactToFacts(world.services.database, facts, () => new Date());
}

test("facts that are read again, and jobs that run again, have no second effect", async () => {
  await addTemplate();
  const deal = await addDeal([coffee.variantIds[0], 20]);
  await move(deal, workspace.dealStatusIds.accepted);
  const [first] = await effects(1);
  const jobs = await reactAgain("deal_moved");
  expect(await effects(1)).toHaveLength(1);
  // As if the worker had died between its command and its row.
  await world.database.pool.query("update trigger_effect set state = 'waiting' where id = $1", [first?.id]);
  const facts = await world.countFacts();
  await runEffect(
    world.services.database,
    { id: first?.id ?? "", workspaceId: workspace.id, effectId: first?.id ?? "" },
    { isLast: false },
    () => new Date(),
  );
  expect(await world.countFacts()).toBe(facts);
  expect(await effects(1)).toMatchObject([
    { id: first?.id, state: "done", outcome: "order_created", orderNumber: 1 },
  ]);
  // The line has its order by now, so that reading the fact again plans nothing new.
  expect(jobs).toEqual([]);
});

test("what fails stays waiting until its last try, then says so, and can be tried again by hand", async () => {
  await addTemplate();
  const deal = await addDeal([coffee.variantIds[0], 20]);
  await move(deal, workspace.dealStatusIds.accepted);
  const [made] = await effects(1);
  await post(`/orders/${made?.orderId}/cancel`, { reason: "Not needed" });
  await effects(2);
  const id = uuidv7();
  const { pool } = world.database;
  const setLine = (line: string | undefined): Promise<unknown> =>
    pool.query(
      "update trigger_effect set outcome_data = jsonb_set(outcome_data, '{plan,dealLineId}', to_jsonb($2::text)) where id = $1",
      [id, line],
    );
  await pool.query(
    `insert into trigger_effect (workspace_id, id, fact_id, trigger_kind, deal_id, state, outcome_data, hop, created_at, updated_at)
     select workspace_id, $2, fact_id, trigger_kind, deal_id, 'waiting', outcome_data, hop, now(), now()
     from trigger_effect where id = $1`,
    [made?.id, id],
  );
  await setLine("no uuid");
  const run = (isLast: boolean): Promise<void> =>
    runEffect(
      world.services.database,
      { id, workspaceId: workspace.id, effectId: id },
      { isLast },
      () => new Date(),
    );
  const state = async (): Promise<unknown> =>
    (await get<OutputOf<"listTriggerEffects">>("/automation")).rows.find((row) => row.id === id);
  await expect(run(false)).rejects.toThrow("uuid");
  expect(await state()).toMatchObject({ state: "waiting", outcome: "22P02", attempts: 1 });
  await expect(run(true)).rejects.toThrow("uuid");
  expect(await state()).toMatchObject({ state: "failed", outcome: "22P02", attempts: 2 });
  await setLine(deal.lines[0]?.id);
  await post(`/automation/${id}/retry`, {});
  await effects(3);
  expect(await state()).toMatchObject({
    state: "done",
    outcome: "order_created",
    orderNumber: 2,
    attempts: 3,
  });
});

test("a chain that is too long stops, and says so", async () => {
  await addTemplate();
  const deal = await addDeal([coffee.variantIds[0], 20]);
  await world.database.pool.query(
    `insert into fact (workspace_id, id, kind, thing, thing_id, version, data, at, command_id, hop)
     values ($1, $2, 'deal_moved', 'deal', $3, 99, $4, now(), $2, 8)`,
    [workspace.id, uuidv7(), deal.id, { toStatusId: workspace.dealStatusIds.accepted }],
  );
  world.feed.notify();
  expect(await effects(1)).toMatchObject([
    { state: "skipped", outcome: "loop_stopped", hop: 9, attempts: 0 },
  ]);
});

test("with two servers one reads for reactions, and when it is lost the other goes on", async () => {
  const second = await buildServer({
    pool: createPool(world.database.url, { log: silentLog }),
    directUrl: world.database.url,
    settings: { publicUrl: undefined, tls: undefined, secret: testSecret, port: 0, filesDir: "unused" },
    log: silentLog,
  });
  const readers = async (): Promise<{ pid: number; holds: boolean }[]> => {
    const { rows } = await world.database.pool.query<{ pid: number; holds: boolean }>(
      `select a.pid, exists (select from pg_locks l where l.pid = a.pid and l.locktype = 'advisory') as holds
       from pg_stat_activity a where a.application_name = 'treadle reactions' and a.datname = current_database()`,
    );
    return rows;
  };
  try {
    await addTemplate();
    const deal = await addDeal([coffee.variantIds[0], 20]);
    await move(deal, workspace.dealStatusIds.accepted);
    await effects(1);
    const before = await readers();
    expect(before.map(({ holds }) => holds).toSorted((a, b) => Number(a) - Number(b))).toEqual([false, true]);
    const leader = before.find(({ holds }) => holds)?.pid;
    await world.database.pool.query("select pg_terminate_backend($1)", [leader]);
    const next = await addDeal([coffee.variantIds[0], 7]);
    await move(next, workspace.dealStatusIds.accepted);
    expect(await effects(2)).toHaveLength(2);
    expect((await get<Deal>(`/deals/${next.id}`)).orders).toHaveLength(1);
    expect((await readers()).find(({ holds }) => holds)?.pid).not.toBe(leader);
  } finally {
    await second.app.close();
    await second.services.database.pool.end();
  }
});
