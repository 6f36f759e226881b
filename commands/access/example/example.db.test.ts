import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { v7 as newId } from "uuid";
import { createWorkspace } from "#commands/access/create-workspace.ts";
import { noteCostSeen } from "#commands/access/note-cost-seen.ts";
import { setUpWorkspace } from "#commands/access/set-up-workspace.ts";
import { type Command, runCommand } from "#commands/run-command.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { startRun } from "#commands/production/start-run.ts";
import type { WorkspaceId } from "#kernel/id.ts";
import type { Result } from "#kernel/result.ts";
import { inputOf, type Output, type Request, type Route } from "#kernel/route.ts";
import { accessRoutes } from "#modules/access/contract/routes.ts";
import type { Actor } from "#modules/access/contract/roles.ts";
import { may } from "#modules/access/core/may.ts";
import { mintWorkspaceId } from "#modules/access/store/mint-workspace-id.ts";
import { findDoor, findDoors } from "#modules/access/views/find-doors.ts";
import { showExample } from "#modules/access/views/show-example.ts";
import { showFirstSteps } from "#modules/access/views/show-first-steps.ts";
import { readyTrades } from "#modules/templates/contract/routes.ts";
import { checkLaws } from "#scripts/check-laws.ts";
import { eraseWorkspace } from "#server/database/erase-workspace.ts";
import { readWorkspace } from "#server/database/workspace-transaction.ts";
import { checkOutput } from "#server/http/check-output.ts";
import type { View } from "#server/http/door-types.ts";
import { openTestWorld, refused, type TestWorld, valueOf } from "#test/builders/a-workspace.ts";
import { addExample } from "./add-example.ts";
import { removeExample } from "./remove-example.ts";
import { restoreExample } from "./restore-example.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.drop());

const now = new Date("2026-03-02T10:00:00Z");

/** A workspace whose owner signs in by e-mail, and how one stands in it or beside it. */
async function anOwner(language: "en" | "uk" = "en") {
  const userId = newId();
  await world.pool.query(
    `insert into auth."user" (id, name, email, created_at, updated_at) values ($1, 'Ірина', $2, now(), now())`,
    [userId, `${userId}@workshop.example`],
  );
  const owner = { userId, name: "Ірина", email: `${userId}@workshop.example` };
  const wish = { name: "Моя майстерня", currency: "UAH", language, timeZone: "Europe/Kyiv", owner };
  const own = valueOf(await createWorkspace(world.database, wish, now));
  const standIn = (workspaceId: WorkspaceId, memberId: string) => {
    const actor: Actor = { kind: "member", memberId, roles: ["owner"], tradeIds: [] };
    return {
      workspaceId,
      async ask<R extends Route>(command: Command<R>, request: Request<R>, commandId = newId()) {
        const asking = { workspaceId, actor, commandId, now };
        return runCommand(world.database, command, inputOf(command.route, request), asking);
      },
      async see<R extends Route>(route: R, view: View<R>, request: Request<R>): Promise<Result<Output<R>>> {
        const answer = await readWorkspace(world.database, workspaceId, (tx) =>
          view(tx, inputOf(route, request), {
            actor,
            now,
            timeZone: "Europe/Kyiv",
            may: (action) => may(actor, action),
          }),
        );
        if (answer.ok) checkOutput(route, answer.value);
        return answer;
      },
    };
  };
  const global = { db: world.database.kysely };
  return {
    userId,
    own: { ...standIn(own.workspaceId, own.ownerId), ...own },
    doors: () => findDoors(global, userId),
    async enter(slug: string) {
      const door = await findDoor(global, slug, userId);
      return door === null ? null : standIn(mintWorkspaceId(door.workspaceId), door.memberId);
    },
  };
}

async function standInExample(person: Awaited<ReturnType<typeof anOwner>>, slug: string) {
  const example = await person.enter(slug);
  if (example === null) throw new Error("No door to the example");
  return example;
}

const rowsOf = async (workspaceId: string): Promise<number> => {
  const { rows } = await world.pool.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attname = 'workspace_id'`,
  );
  const counts = rows.map(({ name }) => `select count(*)::int as n from "${name}" where workspace_id = $1`);
  const all = await world.pool.query<{ n: number }>(counts.join(" union all "), [workspaceId]);
  return all.rows.reduce((sum, { n }) => sum + n, 0);
};

describe("an example workshop", () => {
  it.each(readyTrades.flatMap((trade) => (["en", "uk"] as const).map((language) => ({ trade, language }))))(
    "of $trade, in $language, has stock, suppliers, deals and an order that lacks its last stage; all laws hold",
    async ({ trade, language }) => {
      const person = await anOwner(language);
      const { slug } = valueOf(await person.own.ask(addExample, { trade }));
      const example = await standInExample(person, slug);
      const { rows } = await world.pool.query(
        `select
          (select count(*)::int from supplier where workspace_id = $1) as suppliers,
          (select count(*)::int from contact where workspace_id = $1) as contacts,
          (select count(*)::int from deal where workspace_id = $1) as deals,
          (select bool_and(on_hand > 0) from balance b join variant v using (workspace_id) join item i using (workspace_id)
            where workspace_id = $1 and v.id = b.variant_id and i.id = v.item_id and i.kind = 'material') as stocked,
          (select o.cost > 0 from production_order o where workspace_id = $1) as has_cost,
          (select count(*)::int from run r where workspace_id = $1 and r.state = 'waiting' and r.available_at <= $2) as ready`,
        [example.workspaceId, now],
      );
      expect(rows).toEqual([
        { suppliers: 2, contacts: 2, deals: 3, stocked: true, has_cost: true, ready: 1 },
      ]);
      expect((await checkLaws(world.database)).broken).toEqual([]);
    },
  );

  it("is a workspace of its own: nothing of it is in the one beside which it stands", async () => {
    const person = await anOwner();
    const before = await rowsOf(person.own.workspaceId);
    const commandId = newId();
    const { slug } = valueOf(await person.own.ask(addExample, { trade: "bakery" }, commandId));
    // The command itself and its fact; the same command again is the same example.
    expect(await rowsOf(person.own.workspaceId)).toBe(before + 2);
    expect(valueOf(await person.own.ask(addExample, { trade: "bakery" }, commandId))).toEqual({ slug });
    expect(await person.doors()).toMatchObject([{ isExample: false }, { isExample: true }]);
    expect(await person.own.ask(addExample, { trade: "coffee" })).toMatchObject(refused("example_exists"));
    const example = await standInExample(person, slug);
    expect(await example.ask(addExample, { trade: "coffee" })).toMatchObject(refused("example_of_example"));
    expect(await person.own.ask(removeExample, {})).toMatchObject(refused("no_example"));
    expect(await person.own.see(accessRoutes.showExample, showExample, {})).toMatchObject(
      refused("no_example"),
    );
  });

  it("tells the first steps by what was really done", async () => {
    const person = await anOwner();
    const { slug } = valueOf(await person.own.ask(addExample, { trade: "coffee" }));
    const example = await standInExample(person, slug);
    const steps = async () =>
      valueOf(await example.see(accessRoutes.showFirstSteps, showFirstSteps, {})).steps;
    const begun = await steps();
    expect(begun.map(({ name, done }) => [name, done])).toEqual([
      ["deal", false],
      ["start", false],
      ["finish", false],
      ["cost", false],
      ["own", false],
    ]);
    expect(begun[0]).toMatchObject({ title: "Coffee for the teachers' room" });
    const { rows } = await world.pool.query<{ id: string; units: number }>(
      "select id, units from run where workspace_id = $1 and state = 'waiting'",
      [example.workspaceId],
    );
    const [run] = rows;
    if (run === undefined) throw new Error("No run waits");
    valueOf(await example.ask(startRun, { runId: run.id }));
    const checks = [{ key: "seal", yes: true }];
    valueOf(await example.ask(finishRun, { runId: run.id, units: run.units, checks }));
    valueOf(await example.ask(noteCostSeen, {}));
    const done = await steps();
    expect(done.filter((step) => step.done).map(({ name }) => name)).toEqual(["start", "finish", "cost"]);
  });

  it("is closed to everybody at once when it is removed, can be brought back, and is erased whole", async () => {
    const person = await anOwner();
    const { slug } = valueOf(await person.own.ask(addExample, { trade: "sewing" }));
    const example = await standInExample(person, slug);
    const preview = valueOf(await example.see(accessRoutes.showExample, showExample, {}));
    expect(preview).toMatchObject({ goes: { deals: 3, orders: 1, suppliers: 2 }, added: { deals: 0 } });
    expect(preview.ownSlug).toBe(person.own.slug);

    expect(valueOf(await example.ask(removeExample, {}))).toEqual({ ownSlug: person.own.slug });
    expect(await person.enter(slug)).toBeNull();
    expect(await person.doors()).toHaveLength(1);
    expect(await example.ask(removeExample, {})).toMatchObject(refused("no_example"));
    expect((await checkLaws(world.database)).broken).toEqual([]);

    expect(valueOf(await person.own.ask(restoreExample, {}))).toEqual({ slug });
    expect(await person.enter(slug)).not.toBeNull();
    valueOf(await example.ask(removeExample, {}));

    const ours = await rowsOf(person.own.workspaceId);
    await expect(eraseWorkspace(world.pool, person.own.workspaceId)).rejects.toThrow(/not been removed/);
    await eraseWorkspace(world.pool, example.workspaceId);
    expect(await rowsOf(example.workspaceId)).toBe(0);
    expect(await rowsOf(person.own.workspaceId)).toBe(ours);
    expect((await checkLaws(world.database)).broken).toEqual([]);
    expect(await person.own.ask(restoreExample, {})).toMatchObject(refused("example_erased"));
    // And another one can be made in its place, at the same address.
    expect(valueOf(await person.own.ask(addExample, { trade: "sewing" }))).toEqual({ slug });
  });
});

describe("the first questions", () => {
  const answers = { people: "one", currency: "UAH", language: "uk", timeZone: "Europe/Kyiv" } as const;

  it("make the ready template, in the language that was chosen, with all trades for who works alone", async () => {
    const { own } = await anOwner("en");
    const { templateId } = valueOf(await own.ask(setUpWorkspace, { ...answers, makes: "bakery" }));
    expect(templateId).not.toBeNull();
    const { rows } = await world.pool.query(
      `select (select name from item where workspace_id = $1 and kind = 'product') as product,
        (select name from pipeline where workspace_id = $1) as pipeline,
        (select array_agg(name order by name) from warehouse where workspace_id = $1) as warehouses,
        (select cardinality(trade_ids) from member where workspace_id = $1) as trades,
        (select count(*)::int from stop_reason where workspace_id = $1 and name = 'Обід') as lunch`,
      [own.workspaceId],
    );
    expect(rows).toEqual([
      {
        product: "Хліб на заквасці",
        pipeline: "Продажі",
        warehouses: ["Готова продукція", "Матеріали"],
        trades: 2,
        lunch: 1,
      },
    ]);
    expect(await own.ask(setUpWorkspace, { ...answers, makes: "coffee" })).toMatchObject(
      refused("set_up_already"),
    );
    const steps = valueOf(await own.see(accessRoutes.showFirstSteps, showFirstSteps, {})).steps;
    // Nobody to invite; what is made is described already.
    expect(steps.map(({ name }) => name)).toEqual(["template", "stock", "deal", "start", "finish", "cost"]);
    expect(steps[0]).toMatchObject({ name: "template", done: true });
  });

  it("make nothing for something else", async () => {
    const { own } = await anOwner("uk");
    const wish = { ...answers, people: "few", makes: "other" } as const;
    expect(valueOf(await own.ask(setUpWorkspace, wish))).toEqual({ templateId: null });
    const steps = valueOf(await own.see(accessRoutes.showFirstSteps, showFirstSteps, {})).steps;
    expect(steps.map(({ name, done }) => [name, done])).toEqual([
      ["template", false],
      ["stock", false],
      ["deal", false],
      ["start", false],
      ["finish", false],
      ["cost", false],
      ["people", false],
    ]);
  });
});
