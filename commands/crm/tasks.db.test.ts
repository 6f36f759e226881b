import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { addTrade } from "#commands/access/add-trade.ts";
import { crmRoutes } from "#modules/crm/contract/routes.ts";
import { countTasks } from "#modules/crm/views/count-tasks.ts";
import { listTasks } from "#modules/crm/views/list-tasks.ts";
import { aDeal } from "#test/builders/a-deal.ts";
import {
  type MemberActor,
  openTestWorld,
  refused,
  testNow,
  type TestWorkspace,
  type TestWorld,
} from "#test/builders/a-workspace.ts";
import { addTask } from "./add-task.ts";
import { changeTask } from "./change-task.ts";
import { completeTask } from "./complete-task.ts";
import { reopenTask } from "./reopen-task.ts";

let world: TestWorld;
let workspace: TestWorkspace;

beforeAll(async () => {
  world = await openTestWorld();
});
beforeEach(async () => {
  workspace = await world.aWorkspace();
});
afterAll(() => world.drop());

const tasksOf = async (as: MemberActor, done = "false") => {
  const page = await workspace.see(crmRoutes.listTasks, listTasks, { done }, { as });
  return page.rows.map((row) => row.title).sort();
};

test("a task is on the list of those whom it is for, and of nobody else; and they alone tick it off", async () => {
  const { tradeId } = await workspace.run(addTrade, { name: "Joiner" });
  const seller = await workspace.aMember("sales_manager");
  const supervisor = await workspace.aMember("supervisor");
  const joiner: MemberActor = { ...(await workspace.aMember("operator")), tradeIds: [tradeId] };
  const add = (title: string, wish: object) => workspace.run(addTask, { title, ...wish });
  const named = await add("named", { assigneeId: seller.memberId });
  await add("trade", { assigneeTradeId: tradeId });
  const role = await add("role", { assigneeRole: "supervisor" });
  await add("nobody", {});

  expect(await tasksOf(seller)).toEqual(["named", "nobody"]);
  expect(await tasksOf(supervisor)).toEqual(["nobody", "role"]);
  expect(await tasksOf(joiner)).toEqual(["trade"]);
  expect(await tasksOf(workspace.owner)).toEqual(["nobody", "role", "trade"]);

  const tick = (taskId: string, as: MemberActor) => workspace.ask(completeTask, { taskId }, { as });
  expect(await tick(named.taskId, supervisor)).toMatchObject(refused("not_yours"));
  expect(await tick(role.taskId, joiner)).toMatchObject(refused("not_yours"));
  expect((await tick(role.taskId, supervisor)).ok).toBe(true);
  expect((await tick(role.taskId, supervisor)).ok).toBe(true);
  expect(await tasksOf(supervisor)).toEqual(["nobody"]);
  expect(await tasksOf(supervisor, "true")).toEqual(["role"]);
  expect((await workspace.facts(role.taskId)).map(({ kind }) => kind)).toEqual([
    "task_added",
    "task_completed",
  ]);
});

test("tasks are paged newest first, each once, though many came in one moment", async () => {
  for (let index = 0; index < 7; index += 1) await workspace.run(addTask, { title: `Task ${index}` });
  const titles: string[] = [];
  for (let cursor: string | undefined; ;) {
    const input = { limit: 2, ...(cursor === undefined ? {} : { cursor }) };
    const page = await workspace.see(crmRoutes.listTasks, listTasks, input);
    titles.push(...page.rows.map((row) => row.title));
    if (page.next === null) break;
    cursor = page.next;
  }
  expect(titles).toEqual([6, 5, 4, 3, 2, 1, 0].map((index) => `Task ${index}`));
});

test("a task's people and deal have to be here", async () => {
  const theirs = await world.aWorkspace();
  const { dealId } = await aDeal(theirs);
  const { tradeId } = await theirs.run(addTrade, { name: "Joiner" });
  const add = (wish: object) => workspace.ask(addTask, { title: "X", ...wish });
  expect(await add({ assigneeId: theirs.ownerId })).toMatchObject(refused("member_unknown", ["assigneeId"]));
  expect(await add({ assigneeTradeId: tradeId })).toMatchObject(
    refused("trade_unknown", ["assigneeTradeId"]),
  );
  expect(await add({ dealId })).toMatchObject(refused("deal_unknown", ["dealId"]));
  const { taskId } = await theirs.run(addTask, { title: "Theirs" });
  expect(await workspace.ask(completeTask, { taskId })).toMatchObject(refused("task_unknown", ["taskId"]));
});

test("open tasks come by due date, those without one last; done ones newest first; a page at a time", async () => {
  const add = async (title: string, dueDate: string | null) =>
    (await workspace.run(addTask, { title, dueDate })).taskId;
  await add("no day", null);
  await add("later", "2026-05-01");
  const [sooner, also] = [await add("sooner", "2026-04-01"), await add("also sooner", "2026-04-01")];
  const titles = async (wish: object) => {
    const all: string[] = [];
    for (let cursor: string | undefined; ;) {
      const input = { limit: 1, ...wish, ...(cursor === undefined ? {} : { cursor }) };
      const page = await workspace.see(crmRoutes.listTasks, listTasks, input);
      all.push(...page.rows.map((row) => row.title));
      if (page.next === null) return all;
      cursor = page.next;
    }
  };
  expect(await titles({})).toEqual(["also sooner", "sooner", "later", "no day"]);
  const at = (second: number) => ({ now: new Date(testNow.getTime() + second * 1000) });
  await workspace.run(completeTask, { taskId: also }, at(1));
  await workspace.run(completeTask, { taskId: sooner }, at(2));
  expect(await titles({ done: "true" })).toEqual(["sooner", "also sooner"]);
  await workspace.run(reopenTask, { taskId: sooner });
  expect(await titles({})).toEqual(["sooner", "later", "no day"]);
  expect((await workspace.facts(sooner)).map(({ kind }) => kind)).toEqual([
    "task_added",
    "task_completed",
    "task_reopened",
  ]);
});

test("more than a thousand tasks come page by page, each once", async () => {
  await world.pool.query(
    `insert into task (workspace_id, id, title, due_date, created_at)
     select $1, gen_random_uuid(), n::text, case when n % 3 > 0 then date '2026-03-01' + n % 7 end, $2::timestamptz
     from generate_series(1, 1050) n`,
    [workspace.workspaceId, testNow],
  );
  const seen = new Set<string>();
  let count = 0;
  for (let cursor: string | undefined; ;) {
    const input = { limit: 200, ...(cursor === undefined ? {} : { cursor }) };
    const page = await workspace.see(crmRoutes.listTasks, listTasks, input);
    count += page.rows.length;
    for (const { title } of page.rows) seen.add(title);
    if (page.next === null) break;
    cursor = page.next;
  }
  expect([count, seen.size]).toEqual([1050, 1050]);
});

test("everybody's tasks are for those who plan them; who may change one", async () => {
  const seller = await workspace.aMember("sales_manager");
  const supervisor = await workspace.aMember("supervisor");
  const operator = await workspace.aMember("operator");
  const { taskId } = await workspace.run(
    addTask,
    { title: "planned", assigneeId: supervisor.memberId },
    { as: seller },
  );
  const all = async (as: MemberActor) =>
    (await workspace.see(crmRoutes.listTasks, listTasks, { whose: "all" }, { as })).rows;
  expect(await all(seller)).toMatchObject([{ id: taskId, mine: false, changeable: true }]);
  expect(await all(supervisor)).toMatchObject([{ mine: true, changeable: true }]);
  expect(await all(workspace.owner)).toMatchObject([{ mine: false, changeable: true }]);
  expect(await all(operator)).toEqual([]);
  const other = await workspace.aMember("technologist");
  expect(await all(other)).toMatchObject([{ mine: false, changeable: false }]);

  const change = (wish: object, as: MemberActor) => workspace.ask(changeTask, { taskId, ...wish }, { as });
  expect(await change({ title: "x" }, other)).toMatchObject(refused("not_yours"));
  const remindAt = "2026-03-03T07:30:00.000Z";
  expect((await change({ dueDate: "2026-03-04", remindAt, details: "Olena's number" }, seller)).ok).toBe(
    true,
  );
  expect((await change({ remindAt }, seller)).ok).toBe(true);
  expect((await workspace.facts(taskId)).slice(1)).toMatchObject([
    {
      kind: "task_changed",
      version: 2,
      data: { dueDate: { from: null, to: "2026-03-04" }, remindAt: { to: remindAt }, fields: ["details"] },
    },
  ]);
  const theirs = await world.aWorkspace();
  expect(await change({ assigneeId: theirs.ownerId }, seller)).toMatchObject(refused("member_unknown"));
  expect(await theirs.ask(changeTask, { taskId, title: "x" })).toMatchObject(refused("task_unknown"));
  expect(await theirs.ask(reopenTask, { taskId })).toMatchObject(refused("task_unknown"));
  expect(await workspace.ask(reopenTask, { taskId }, { as: seller })).toMatchObject(refused("not_yours"));
  await workspace.run(completeTask, { taskId }, { as: supervisor });
  expect(await change({ title: "x" }, seller)).toMatchObject(refused("task_done"));
});

test("the menu counts my tasks that are due, overdue or to be remembered by now", async () => {
  // 2026-03-02T22:30Z is the 3rd of March in Kyiv.
  const now = new Date("2026-03-02T22:30:00Z");
  const add = (wish: object) => workspace.run(addTask, { title: "t", ...wish });
  const seller = await workspace.aMember("sales_manager");
  await add({ dueDate: "2026-03-02" });
  await add({ dueDate: "2026-03-03" });
  await add({ dueDate: "2026-03-04" });
  await add({ remindAt: "2026-03-02T22:30:00Z" });
  await add({ remindAt: "2026-03-02T22:30:01Z" });
  await add({ dueDate: "2026-03-01", assigneeId: seller.memberId });
  const count = (as: MemberActor) => workspace.see(crmRoutes.countTasks, countTasks, {}, { as, now });
  expect(await count(workspace.owner)).toEqual({ waiting: 3, overdue: 1 });
  expect(await count(seller)).toEqual({ waiting: 4, overdue: 2 });
});
