import { v7 as newId } from "uuid";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPool } from "#server/database/pool.ts";
import { silentLog } from "#server/log.ts";
import type { Id, WorkspaceId } from "#kernel/id.ts";
import { mintWorkspaceId } from "#modules/access/store/mint-workspace-id.ts";
import { type MemberActor, openTestWorld, type TestWorld } from "#test/builders/a-workspace.ts";
import {
  createDatabase,
  type Database,
  inWorkspace,
  readWorkspace,
  type Tx,
} from "./workspace-transaction.ts";

let world: TestWorld;
let own: WorkspaceId;
let foreign: WorkspaceId;
let owner: MemberActor;
let stranger: MemberActor;
/** One connection: what one transaction leaves behind, the next would meet. */
let single: Database;
beforeAll(async () => {
  world = await openTestWorld();
  const [mine, theirs] = [await world.aWorkspace(), await world.aWorkspace()];
  [own, foreign, owner, stranger] = [mine.workspaceId, theirs.workspaceId, mine.owner, theirs.owner];
  single = createDatabase(createPool(world.url, { log: silentLog, max: 1 }));
});
afterAll(async () => {
  await single.pool.end();
  await world.drop();
});

type Settings = { role: string; workspace: string | null };
const settingsOf = async ({ db }: Pick<Tx, "db">): Promise<Settings | undefined> =>
  (
    await sql<Settings>`select current_user as role,
      nullif(current_setting('treadle.workspace_id', true), '') as workspace`.execute(db)
  ).rows[0];
const ratesOf = async ({ db }: Pick<Tx, "db">): Promise<number> =>
  Number(
    (await sql<{ count: number }>`select count(*) as count from hourly_rate`.execute(db)).rows[0]?.count,
  );
const writeRate = (tx: Tx, memberId: Id, workspaceId: WorkspaceId = tx.workspaceId): Promise<unknown> =>
  tx.db
    .insertInto("hourly_rate")
    .values({
      workspace_id: workspaceId,
      id: newId(),
      member_id: memberId,
      rate: "1",
      valid_from: new Date(),
    })
    .execute();

describe("a workspace's transaction", () => {
  it("acts as the role that owns nothing, for this workspace, and both end with it", async () => {
    const before = await settingsOf({ db: single.kysely });
    expect(before?.workspace).toBeNull();
    for (const workspaceId of [own, foreign]) {
      expect(await readWorkspace(single, workspaceId, settingsOf)).toEqual({
        role: "treadle_app",
        workspace: workspaceId,
      });
    }
    expect(await settingsOf({ db: single.kysely })).toEqual(before);
  });

  it("sees no row of another workspace, even where nobody names one", async () => {
    const seen = await readWorkspace(single, own, async ({ db }) => {
      const { rows } = await sql<{ id: string }>`select distinct workspace_id as id from member`.execute(db);
      return rows.map((row) => row.id);
    });
    expect(seen).toEqual([own]);
    const asked = await readWorkspace(single, own, (tx) =>
      tx.db.selectFrom("member").select("id").where("workspace_id", "=", foreign).execute(),
    );
    expect(asked).toEqual([]);
  });

  it("writes no row of another workspace, and changes none", async () => {
    const writing = inWorkspace(single, own, "write", async (tx) => {
      await writeRate(tx, stranger.memberId, foreign);
      return { commit: true, value: null };
    });
    await expect(writing).rejects.toMatchObject({ code: "42501" });
    const changed = await inWorkspace(single, own, "write", async (tx) => {
      const { numUpdatedRows } = await tx.db
        .updateTable("stop_reason")
        .set({ paid: true })
        .where("workspace_id", "=", foreign)
        .executeTakeFirstOrThrow();
      return { commit: true, value: numUpdatedRows };
    });
    expect(changed).toBe(0n);
  });

  it("refers to nothing of another workspace: the keys name both", async () => {
    const referring = inWorkspace(single, own, "write", async (tx) => {
      await writeRate(tx, stranger.memberId);
      return { commit: true, value: null };
    });
    await expect(referring).rejects.toMatchObject({ code: "23503" });
  });

  it("without a workspace sees nothing", async () => {
    const seen = await single.kysely.connection().execute(async (db) => {
      await sql`begin`.execute(db);
      try {
        await sql`set local role treadle_app`.execute(db);
        return (await sql`select from member`.execute(db)).rows.length;
      } finally {
        await sql`rollback`.execute(db);
      }
    });
    expect(seen).toBe(0);
  });

  it("keeps what it wrote where it says so, and nothing where it doesn't", async () => {
    const count = () => readWorkspace(single, own, ratesOf);
    const before = await count();
    for (const commit of [false, true]) {
      const value = await inWorkspace(single, own, "write", async (tx) => {
        await writeRate(tx, owner.memberId);
        return { commit, value: await ratesOf(tx) };
      });
      expect(value).toBe(before + 1);
      expect(await count()).toBe(before + (commit ? 1 : 0));
    }
  });

  it("that throws keeps nothing, tells the fault, and leaves a connection that works", async () => {
    const before = await readWorkspace(single, own, ratesOf);
    const failing = (fault: (tx: Tx) => Promise<unknown>) =>
      inWorkspace(single, own, "write", async (tx) => {
        await writeRate(tx, owner.memberId);
        await fault(tx);
        return { commit: true, value: null };
      });
    await expect(
      failing(async () => {
        throw new Error("A bug");
      }),
    ).rejects.toThrow("A bug");
    await expect(failing(({ db }) => sql`select 1 / 0`.execute(db))).rejects.toMatchObject({ code: "22012" });
    expect(await readWorkspace(single, own, ratesOf)).toBe(before);
    expect((await settingsOf({ db: single.kysely }))?.workspace).toBeNull();
  });

  it("to read writes nothing", async () => {
    await expect(readWorkspace(single, own, (tx) => writeRate(tx, owner.memberId))).rejects.toMatchObject({
      code: "25006",
    });
  });

  it("is of an id in the one form of ids: it goes into the text of a statement", async () => {
    for (const id of ["", "1", own.toUpperCase(), `${own}'; drop table fact; --`, `${own}\n`]) {
      await expect(readWorkspace(single, id as WorkspaceId, settingsOf), id).rejects.toThrow();
    }
    expect(mintWorkspaceId(own)).toBe(own);
  });

  it("does not mix with others on one pool", async () => {
    const seen = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const workspaceId = index % 2 === 0 ? own : foreign;
        const settings = await readWorkspace(world.database, workspaceId, settingsOf);
        return settings?.workspace === workspaceId;
      }),
    );
    expect(seen.every(Boolean)).toBe(true);
  });
});

describe("values", () => {
  it("come exact: numeric as decimals of one type, whole counts as numbers, days as days", async () => {
    const [row] = await readWorkspace(single, own, async ({ db }) => {
      const { rows } = await sql<Record<string, { toFixed?: () => string }>>`
        select 2.50::numeric as amount, 0.1::numeric + 0.2::numeric as sum, 12345678901234.123456::numeric as large,
          count(*) as count, date '2026-03-29' as day, 1e-10::numeric as tiny`.execute(db);
      return rows;
    });
    expect(row?.["amount"]?.toFixed?.()).toBe("2.5");
    expect(row?.["sum"]?.toFixed?.()).toBe("0.3");
    expect(row?.["large"]?.toFixed?.()).toBe("12345678901234.123456");
    expect(row?.["tiny"]?.toFixed?.()).toBe("0.0000000001");
    expect([row?.["count"], row?.["day"]]).toEqual([1, "2026-03-29"]);
  });
});
