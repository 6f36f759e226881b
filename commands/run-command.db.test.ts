import { v7 as newId } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { setPin } from "#commands/access/set-pin.ts";
import { addStopReason } from "#commands/production/add-stop-reason.ts";
import { changeStopReason } from "#commands/production/change-stop-reason.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok } from "#kernel/result.ts";
import { command as commandRoute } from "#kernel/route.ts";
import { allRows } from "#test/builders/workshop-orders.ts";
import { aMember, aWorkshop, type Workshop } from "#test/builders/workshop.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { type Act, defineCommand } from "./run-command.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

let testDatabase: TestDatabase;
let shop: Workshop;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  shop = await aWorkshop(testDatabase);
});
afterAll(() => testDatabase.drop());

const anything = commandRoute("dictionary.manage", "/tests/anything", {
  summary: "Whatever a test wants to do inside a command.",
  body: z.strictObject({ word: z.string(), more: z.record(z.string(), z.unknown()).optional() }),
  output: z.object({ word: z.string() }),
});
type Inside = (tx: Tx, act: Act) => Promise<void>;
const doing = (inside: Inside, name = "doAnything") =>
  defineCommand(name, anything, async (tx, { word }, act) => {
    await inside(tx, act);
    return ok({ word });
  });
const aFact = (thingId: Id, version: number, data: Record<string, unknown> = {}) => ({
  kind: "thing_tested",
  thing: "tested_thing",
  thingId,
  version,
  data,
});

async function factsOf(commandId: Id): Promise<Record<string, unknown>[]> {
  const { rows } = await testDatabase.pool.query<Record<string, unknown>>(
    `select kind, thing_id, version, data, by_member, by_whom, cause_id, hop from fact
     where workspace_id = $1 and command_id = $2 order by sequence`,
    [shop.workspaceId, commandId],
  );
  return rows;
}

describe("the same command id", () => {
  const reason = (name: string) => ({ kind: "pause" as const, name, paid: false });

  it("with the same body is answered as before and does nothing more, in whatever order its fields come", async () => {
    const commandId = newId();
    const first = await shop.ask(addStopReason, reason("Twice"), { commandId });
    const before = await allRows(shop);
    const again = { paid: false, name: "Twice", kind: "pause" as const };
    expect(await shop.ask(addStopReason, again, { commandId })).toEqual(first);
    expect(await allRows(shop)).toEqual(before);
  });

  it("is answered as before even when what it asked for would be refused by now", async () => {
    const commandId = newId();
    const { reasonId } = await shop.make(addStopReason, reason("Renamed soon"));
    const rename = { reasonId, name: "Renamed" };
    const first = await shop.ask(changeStopReason, rename, { commandId });
    await shop.make(changeStopReason, { reasonId, name: "Renamed again" });
    expect(await shop.ask(changeStopReason, rename, { commandId })).toEqual(first);
    const { rows } = await testDatabase.pool.query(
      "select name from stop_reason where workspace_id = $1 and id = $2",
      [shop.workspaceId, reasonId],
    );
    expect(rows).toEqual([{ name: "Renamed again" }]);
  });

  it("with another body, another nested value or another command is refused", async () => {
    const commandId = newId();
    const quiet = doing(async () => undefined);
    await shop.make(quiet, { word: "a", more: { deep: [{ b: 1, a: 2 }] } }, { commandId });
    const reused = { ok: false, refusal: { code: "command_id_reused" } };
    const before = await allRows(shop);
    for (const body of [
      { word: "b", more: { deep: [{ b: 1, a: 2 }] } },
      { word: "a", more: { deep: [{ b: 1, a: 3 }] } },
      { word: "a" },
    ]) {
      expect(await shop.ask(quiet, body, { commandId })).toEqual(reused);
    }
    const other = doing(async () => undefined, "doSomethingElse");
    expect(await shop.ask(other, { word: "a", more: { deep: [{ b: 1, a: 2 }] } }, { commandId })).toEqual(
      reused,
    );
    expect(await allRows(shop)).toEqual(before);
    // the order of fields says nothing, however deep
    expect(await shop.ask(quiet, { more: { deep: [{ a: 2, b: 1 }] }, word: "a" }, { commandId })).toEqual(
      ok({ word: "a" }),
    );
  });

  it("is another workspace's own", async () => {
    const other = await aWorkshop(testDatabase);
    const commandId = newId();
    const [first, second] = [
      await shop.make(addStopReason, reason("Shared id"), { commandId }),
      await other.make(addStopReason, reason("Another body"), { commandId }),
    ];
    expect(first.reasonId).not.toBe(second.reasonId);
  });

  it("of a refusal is not remembered: it may come again, changed, and be accepted", async () => {
    const commandId = newId();
    await shop.make(addStopReason, reason("Taken"));
    const before = await allRows(shop);
    const refused = await shop.ask(addStopReason, reason("Taken"), { commandId });
    expect(refused).toMatchObject({ ok: false, refusal: { code: "name_taken" } });
    expect(await allRows(shop)).toEqual(before);
    expect((await shop.ask(addStopReason, reason("Free"), { commandId })).ok).toBe(true);
  });

  it("of a command that fails by a fault is not remembered either, and nothing is written", async () => {
    const commandId = newId();
    const before = await allRows(shop);
    const faulty = doing(async (tx, act) => {
      act.append(aFact(newId(), 1));
      await tx.db
        .updateTable("stop_reason")
        .set({ paid: true })
        .where("workspace_id", "=", tx.workspaceId)
        .execute();
      throw new Error("A bug");
    });
    await expect(shop.ask(faulty, { word: "a" }, { commandId })).rejects.toThrow("A bug");
    expect(await allRows(shop)).toEqual(before);
    expect(
      (
        await shop.ask(
          doing(async () => undefined),
          { word: "a" },
          { commandId },
        )
      ).ok,
    ).toBe(true);
  });

  it("twice at once is one effect: the second waits and answers as the first", async () => {
    const commandId = newId();
    const thingId = newId();
    const once = doing(async (_, act) => act.append(aFact(thingId, 1)));
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => shop.ask(once, { word: "a" }, { commandId })),
    );
    expect(answers).toEqual(Array.from({ length: 5 }, () => ok({ word: "a" })));
    expect(await factsOf(commandId)).toHaveLength(1);
  });
});

describe("who may", () => {
  it("is asked before anything is read, and the id stays free", async () => {
    const commandId = newId();
    const operator = { as: shop.operator, commandId };
    let ran = 0;
    const counting = doing(async () => {
      ran += 1;
    });
    expect(await shop.ask(counting, { word: "a" }, operator)).toEqual(
      no("not_allowed", { action: "dictionary.manage" }),
    );
    expect(ran).toBe(0);
    expect(await shop.ask(counting, { word: "a" }, { as: { kind: "automation" }, commandId })).toMatchObject({
      refusal: { code: "not_allowed" },
    });
    await shop.make(counting, { word: "b" }, { commandId });
    expect(ran).toBe(1);
  });

  it("is asked of what an answered command asked too: nobody learns another's answer by its id", async () => {
    const commandId = newId();
    await shop.make(
      doing(async () => undefined),
      { word: "a" },
      { commandId },
    );
    expect(
      await shop.ask(
        doing(async () => undefined),
        { word: "a" },
        { as: shop.operator, commandId },
      ),
    ).toMatchObject({
      refusal: { code: "not_allowed" },
    });
  });
});

describe("facts", () => {
  it("are written in the order in which they were appended, with who and when", async () => {
    const commandId = newId();
    const thingId = newId();
    const admin = aMember(shop.owner.memberId, ["admin"]);
    const three = doing(async (_, act) => {
      for (const version of [1, 2, 3]) act.append(aFact(thingId, version, { amount: "2.50", word: "Їжак" }));
    });
    await shop.make(three, { word: "a" }, { commandId, as: admin });
    expect(await factsOf(commandId)).toEqual(
      [1, 2, 3].map((version) => ({
        kind: "thing_tested",
        thing_id: thingId,
        version,
        data: { amount: "2.50", word: "Їжак" },
        by_member: admin.memberId,
        by_whom: "member",
        cause_id: null,
        hop: 0,
      })),
    );
  });

  it("have a version that no other fact of their thing has: a second is a bug, and nothing stays of it", async () => {
    const thingId = newId();
    const first = doing(async (_, act) => act.append(aFact(thingId, 1)));
    await shop.make(first, { word: "a" });
    const before = await allRows(shop);
    await expect(shop.ask(first, { word: "a" })).rejects.toMatchObject({ code: "23505" });
    const twice = doing(async (_, act) => [2, 2].forEach((version) => act.append(aFact(thingId, version))));
    await expect(shop.ask(twice, { word: "a" })).rejects.toMatchObject({ code: "23505" });
    expect(await allRows(shop)).toEqual(before);
  });

  it("can't be changed or deleted by the app's role", async () => {
    const rewriting: Inside = async (tx) => {
      await tx.db.updateTable("fact").set({ kind: "x" }).where("workspace_id", "=", tx.workspaceId).execute();
    };
    const deleting: Inside = async (tx) => {
      await tx.db.deleteFrom("fact").where("workspace_id", "=", tx.workspaceId).execute();
    };
    for (const inside of [rewriting, deleting]) {
      await expect(shop.ask(doing(inside), { word: "a" })).rejects.toMatchObject({ code: "42501" });
    }
  });
});

describe("what the schema refuses", () => {
  const inserting = (row: { id: Id; member_id: Id; rate: string }) =>
    doing(async (tx) => {
      await tx.db
        .insertInto("hourly_rate")
        .values({ workspace_id: tx.workspaceId, valid_from: new Date(), ...row })
        .execute();
    });

  it("is a refusal: another workspace's id, and a number that is too large", async () => {
    const other = await aWorkshop(testDatabase);
    const before = await allRows(shop);
    const foreign = inserting({ id: newId(), member_id: other.owner.memberId, rate: "1" });
    expect(await shop.ask(foreign, { word: "a" })).toMatchObject({
      ok: false,
      refusal: { code: "reference_unknown", data: { constraint: expect.stringContaining("hourly_rate") } },
    });
    const huge = inserting({ id: newId(), member_id: shop.owner.memberId, rate: "9".repeat(40) });
    expect(await shop.ask(huge, { word: "a" })).toMatchObject({ refusal: { code: "number_too_large" } });
    expect(await allRows(shop)).toEqual(before);
  });

  it("is a bug where nothing else is meant by it", async () => {
    const negative = inserting({ id: newId(), member_id: shop.owner.memberId, rate: "-1" });
    await expect(shop.ask(negative, { word: "a" })).rejects.toMatchObject({ code: "23514" });
  });
});

describe("two commands that lock each other out", () => {
  /** Locks one reason, waits until the other command has locked its own, and goes for that one. */
  function locking(
    first: Id,
    second: Id,
    bothHold: () => Promise<void>,
    tries: { count: number },
    thingId: Id,
  ) {
    const lock = (tx: Tx, id: Id) =>
      tx.db
        .selectFrom("stop_reason")
        .select("id")
        .where("workspace_id", "=", tx.workspaceId)
        .where("id", "=", id)
        .forUpdate()
        .execute();
    return doing(async (tx, act) => {
      tries.count += 1;
      await lock(tx, first);
      if (tries.count === 1) await bothHold();
      await lock(tx, second);
      act.append(aFact(thingId, 1));
    });
  }

  it("are both answered: the one that the database gives up is tried again, and neither acts twice", async () => {
    let holding = 0;
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const bothHold = (): Promise<void> => {
      holding += 1;
      if (holding === 2) release();
      return released;
    };
    const [tries, others] = [{ count: 0 }, { count: 0 }];
    const [commandId, otherId] = [newId(), newId()];
    const { pauseReasonId: a, blockReasonId: b } = shop;
    const answers = await Promise.all([
      shop.ask(locking(a, b, bothHold, tries, newId()), { word: "there" }, { commandId }),
      shop.ask(locking(b, a, bothHold, others, newId()), { word: "back" }, { commandId: otherId }),
    ]);
    expect(answers).toEqual([ok({ word: "there" }), ok({ word: "back" })]);
    expect(tries.count + others.count).toBe(3);
    expect(await factsOf(commandId)).toHaveLength(1);
    expect(await factsOf(otherId)).toHaveLength(1);
  });

  it("are told to try again when it goes on and on", async () => {
    let tries = 0;
    const unlucky = doing(async () => {
      tries += 1;
      throw Object.assign(new Error("deadlock detected"), { code: "40P01" });
    });
    expect(await shop.ask(unlucky, { word: "a" })).toEqual(no("try_again"));
    expect(tries).toBe(5);
  });
});

describe("a PIN", () => {
  it("is in no hash that is kept, nor in the log or the answer: four digits can be found from any", async () => {
    const { memberId } = shop.operator;
    const set = setPin(async (pin) => `hash of ${pin.length} digits`);
    const [one, two] = [newId(), newId()];
    await shop.make(set, { memberId, pin: "4711" }, { commandId: one });
    await shop.make(set, { memberId, pin: "0815" }, { commandId: two });
    const { rows } = await testDatabase.pool.query<{ body_hash: string; all: string }>(
      `select body_hash, c::text as all from command c where workspace_id = $1 and id in ($2, $3)`,
      [shop.workspaceId, one, two],
    );
    expect(new Set(rows.map((row) => row.body_hash)).size).toBe(1);
    const told = [...(await factsOf(one)), ...(await factsOf(two))];
    expect(told.map((fact) => fact.data)).toEqual([{}, {}]);
    // So another PIN under the same id changes nothing, and is answered as before.
    const before = await allRows(shop);
    await shop.make(set, { memberId, pin: "9999" }, { commandId: one });
    expect(await allRows(shop)).toEqual(before);
  });
});
