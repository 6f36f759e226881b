import { sql } from "kysely";
import { v7 as newId } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Id, WorkspaceId } from "#kernel/id.ts";
import { decimal, text } from "#kernel/decimal.ts";
import { openTestWorld, type TestWorkspace, type TestWorld } from "#test/builders/a-workspace.ts";
import { inWorkspace, readWorkspace, type Tx } from "./workspace-transaction.ts";
import { gatherWrites, insertRows, type Row, sendWrites, upsertRows, writeRows } from "./write-rows.ts";

let world: TestWorld;
let workspace: TestWorkspace;
let workspaceId: WorkspaceId;
beforeAll(async () => {
  world = await openTestWorld();
  workspace = await world.aWorkspace();
  ({ workspaceId } = workspace);
});
afterAll(() => world.drop());

const writing = (work: (tx: Tx) => Promise<void>): Promise<void> =>
  inWorkspace(world.database, workspaceId, "write", async (tx) => ({ commit: true, value: await work(tx) }));
const aReason = (more: Row = {}): Row & { id: Id } => {
  const id = newId();
  return {
    workspace_id: workspaceId,
    id,
    kind: "pause",
    name: id,
    paid: false,
    archived: false,
    version: 1,
    ...more,
  };
};
const anItem = (): Row & { id: Id } => ({
  workspace_id: workspaceId,
  id: newId(),
  kind: "material",
  name: "Oak",
  unit: "m",
  archived: false,
  version: 1,
  created_at: new Date("2026-03-02T10:00:00Z"),
});
const namesOf = async (ids: readonly Id[], tx?: Tx): Promise<string[]> => {
  const read = async ({ db }: Tx): Promise<string[]> =>
    (
      await db
        .selectFrom("stop_reason")
        .select("name")
        .where("workspace_id", "=", workspaceId)
        .where("id", "in", [...ids])
        .orderBy("id")
        .execute()
    ).map((row) => row.name);
  return tx === undefined ? readWorkspace(world.database, workspaceId, read) : read(tx);
};

describe("gathered writes", () => {
  it("are sent when they are asked to, and not before", async () => {
    const row = aReason({ name: "Gathered" });
    await writing(async (tx) => {
      gatherWrites(tx);
      await insertRows(tx, "stop_reason", [row]);
      expect(await namesOf([row.id], tx)).toEqual([]);
      await sendWrites(tx);
      expect(await namesOf([row.id], tx)).toEqual(["Gathered"]);
      // and only once
      await sendWrites(tx);
    });
    expect(await namesOf([row.id])).toEqual(["Gathered"]);
  });

  it("may name each other's rows, whatever comes first: keys are checked when all are there", async () => {
    const item = anItem();
    const variant = {
      workspace_id: workspaceId,
      id: newId(),
      item_id: item.id,
      name: "Oak",
      attributes: {},
      archived: false,
      version: 1,
    };
    await writing(async (tx) => {
      gatherWrites(tx);
      await insertRows(tx, "variant", [variant]);
      await insertRows(tx, "item", [item]);
      await sendWrites(tx, sql`select 1`);
    });
    const { rows } = await world.pool.query("select item_id from variant where id = $1", [variant.id]);
    expect(rows).toEqual([{ item_id: item.id }]);
  });

  it("on one table twice are two trips, so that the second sees the first", async () => {
    const row = aReason({ name: "First" });
    await writing(async (tx) => {
      gatherWrites(tx);
      await insertRows(tx, "stop_reason", [row]);
      await upsertRows(tx, "stop_reason", [{ ...row, name: "Second", version: 2 }]);
      expect(await namesOf([row.id], tx)).toEqual(["First"]);
      await sendWrites(tx);
    });
    expect(await namesOf([row.id])).toEqual(["Second"]);
  });

  it("are one statement together with the last", async () => {
    const row = aReason({ name: "Together" });
    await writing(async (tx) => {
      gatherWrites(tx);
      await insertRows(tx, "stop_reason", [row]);
      // A statement sees nothing of what it writes itself; so it was one.
      const before = sql`insert into stop_reason (workspace_id, id, kind, name)
        select ${workspaceId}, ${newId()}, 'block', 'Seen ' || count(*) from stop_reason
        where workspace_id = ${workspaceId} and name = 'Together'`;
      await sendWrites(tx, before);
    });
    const { rows } = await world.pool.query("select name from stop_reason where name like 'Seen %'");
    expect(rows).toEqual([{ name: "Seen 0" }]);
  });

  it("are none where nothing was gathered: the last goes alone, and no last is nothing", async () => {
    const row = aReason({ name: "Alone" });
    await writing(async (tx) => {
      gatherWrites(tx);
      await sendWrites(tx);
      await sendWrites(
        tx,
        sql`insert into stop_reason (workspace_id, id, kind, name) values (${workspaceId}, ${row.id}, 'pause', 'Alone')`,
      );
    });
    expect(await namesOf([row.id])).toEqual(["Alone"]);
  });

  it("of a transaction that ends without sending are not written, nor found by the next", async () => {
    const row = aReason();
    await writing(async (tx) => {
      gatherWrites(tx);
      await insertRows(tx, "stop_reason", [row]);
    });
    await writing(async (tx) => {
      gatherWrites(tx);
      await sendWrites(tx);
    });
    expect(await namesOf([row.id])).toEqual([]);
  });
});

describe("writes of whoever does not gather", () => {
  it("go at once", async () => {
    const row = aReason({ name: "At once" });
    await writing(async (tx) => {
      await insertRows(tx, "stop_reason", [row]);
      expect(await namesOf([row.id], tx)).toEqual(["At once"]);
      await writeRows(
        tx,
        "stop_reason",
        sql`update stop_reason set name = 'Changed' where workspace_id = ${workspaceId} and id = ${row.id}`,
      );
      expect(await namesOf([row.id], tx)).toEqual(["Changed"]);
    });
  });
});

describe("rows", () => {
  it("that are none make no statement", async () => {
    await writing(async (tx) => {
      gatherWrites(tx);
      await insertRows(tx, "stop_reason", []);
      await upsertRows(tx, "stop_reason", []);
      await sendWrites(tx);
    });
  });

  it("are written over by (workspace, id), and added where there are none; others stay", async () => {
    const [changed, kept, added] = [aReason({ paid: true }), aReason(), aReason()];
    await writing((tx) => insertRows(tx, "stop_reason", [changed, kept]));
    const over = { ...changed, name: "Over", archived: true, version: 2 };
    await writing((tx) => upsertRows(tx, "stop_reason", [over, added]));
    const { rows } = await world.pool.query(
      "select name, paid, archived, version from stop_reason where id = any($1) order by id",
      [[changed.id, kept.id, added.id]],
    );
    expect(rows).toEqual([
      { name: "Over", paid: true, archived: true, version: 2 },
      { name: kept.id, paid: false, archived: false, version: 1 },
      { name: added.id, paid: false, archived: false, version: 1 },
    ]);
  });

  it("keep their values exactly: decimals, instants, texts, lists", async () => {
    const rate = { workspace_id: workspaceId, id: newId(), member_id: workspace.owner.memberId };
    const at = new Date("2026-03-29T00:59:59.123Z");
    const amounts = ["0.0001", "2.5", "99999999999999.9999", "0"];
    const rates = amounts.map((amount) => ({
      ...rate,
      id: newId(),
      rate: decimal(amount),
      valid_from: at,
      version: 1,
    }));
    const name = `'; drop table fact; -- "Їжак" \\ \${x} 🥐`;
    const reason = aReason({ name });
    await writing(async (tx) => {
      gatherWrites(tx);
      await insertRows(tx, "hourly_rate", rates);
      await insertRows(tx, "stop_reason", [reason]);
      await sendWrites(tx);
    });
    const stored = await readWorkspace(world.database, workspaceId, ({ db }) =>
      db
        .selectFrom("hourly_rate")
        .select(["rate", "valid_from"])
        .where("workspace_id", "=", workspaceId)
        .orderBy("id")
        .execute(),
    );
    expect(stored.map((row) => text(row.rate))).toEqual(amounts);
    expect(stored.map((row) => row.valid_from.getTime())).toEqual(amounts.map(() => at.getTime()));
    expect(await namesOf([reason.id])).toEqual([name]);
  });

  it("in their thousands are one statement, in their order", async () => {
    const rows = Array.from({ length: 3_000 }, (_, index) => aReason({ name: `Row ${index}` }));
    await writing((tx) => insertRows(tx, "stop_reason", rows));
    expect(await namesOf(rows.map((row) => row.id))).toEqual(rows.map((row) => row["name"]));
  });

  it("of another workspace are refused by the wall", async () => {
    const other = await world.aWorkspace();
    const strange = writing((tx) =>
      insertRows(tx, "stop_reason", [aReason({ workspace_id: other.workspaceId })]),
    );
    await expect(strange).rejects.toMatchObject({ code: "42501" });
  });
});
