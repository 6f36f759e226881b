import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";

/**
 * The tenancy wall and the shard key, read off the catalogue: a table that breaks house rule 5, or what Citus is
 * known to need, fails here before it lands.
 */
let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

/** Not a workspace's: the list of what was migrated. Schemas auth, jobs and pg-boss's own are global by nature. */
const globalTables = ["migration"];

type Finding = { table_name: string; what: string };

/** Everything in `public` that breaks a rule; none when all is well. */
const breaches = `
  with t as (
    select c.oid, c.relname, c.relrowsecurity from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> all ($1)
  ),
  k as (
    select con.conrelid, con.conname, con.contype, con.confrelid, con.confdeltype,
      array(select a.attname::text from unnest(con.conkey) with ordinality u(n, p)
        join pg_attribute a on a.attrelid = con.conrelid and a.attnum = u.n order by u.p) as columns
    from pg_constraint con where con.connamespace = 'public'::regnamespace
  ),
  u as (
    select i.indrelid, c.relname as index_name,
      array(select a.attname::text from unnest(i.indkey) n join pg_attribute a on a.attrelid = i.indrelid and a.attnum = n) as columns
    from pg_index i join pg_class c on c.oid = i.indexrelid where i.indisunique
  )
  select relname as table_name, 'has no workspace_id uuid not null' as what from t
  where not exists (select from pg_attribute a where a.attrelid = t.oid and a.attname = 'workspace_id'
    and a.attnotnull and a.atttypid = 'uuid'::regtype)
  union all
  select t.relname, 'its key is not (workspace_id, id)' from t
  where not exists (select from k where k.conrelid = t.oid and k.contype = 'p'
    and (k.columns = array['workspace_id', 'id'] or (t.relname = 'workspace' and k.columns = array['workspace_id'])))
  union all
  select t.relname, 'row-level security is off, or has no policy for the app' from t
  where not t.relrowsecurity or not exists (select from pg_policy p where p.polrelid = t.oid
    and 'treadle_app'::regrole = any (p.polroles))
  union all
  select t.relname, 'foreign key ' || k.conname || ' does not name the workspace' from t join k on k.conrelid = t.oid
  where k.contype = 'f' and k.columns[1] <> 'workspace_id'
  union all
  select t.relname, 'foreign key ' || k.conname || ' sets null on delete' from t join k on k.conrelid = t.oid
  where k.contype = 'f' and k.confdeltype = 'n'
  union all
  select t.relname, 'foreign key ' || k.conname || ' leads out of the workspaces' from t join k on k.conrelid = t.oid
  where k.contype = 'f' and k.confrelid not in (select oid from t)
  union all
  select t.relname, 'unique ' || u.index_name || ' does not hold the workspace' from t join u on u.indrelid = t.oid
  where not 'workspace_id' = any (u.columns)
  union all
  select t.relname, 'column ' || a.attname || ' is named like an id and refers to nothing' from t
  join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
  where a.atttypid = 'uuid'::regtype and a.attname like '%\\_id' and a.attname not in ('workspace_id')
    and not exists (select from k where k.conrelid = t.oid and k.contype = 'f' and a.attname = any (k.columns))`;

/** Ids that name no row on purpose. */
const freeIds: Readonly<Record<string, string>> = {
  "fact.thing_id": "any kind of thing",
  "notice.thing_id": "any kind of thing: the fact that it tells of has named it",
  "fact.command_id": "answers are forgotten after 90 days, facts never",
  "outbox.last_command_id": "a refused command is kept nowhere",
  "fact.cause_id": "a fact is never changed and never gone, and may be of a reaction's batch",
  "file_link.thing_id": "any kind of thing: the command that attaches has looked it up",
  "work_interval.together_id": "the rows of one stretch of work share it; it is no row itself",
  "movement.pair_id": "the other leg of a transfer, written by the same statement",
};

async function find(): Promise<string[]> {
  const { rows } = await testDatabase.pool.query<Finding>(breaches, [globalTables]);
  return rows
    .filter(({ table_name, what }) => {
      const column = /^column (\w+) is named/.exec(what)?.[1];
      return column === undefined || freeIds[`${table_name}.${column}`] === undefined;
    })
    .map(({ table_name, what }) => `${table_name}: ${what}`);
}

describe("the schema", () => {
  it("keeps every table, key and foreign key inside its workspace", async () => {
    expect(await find()).toEqual([]);
  });

  it.each([
    ["create table planted (id uuid primary key)", "has no workspace_id"],
    ["create table planted (workspace_id uuid not null, id uuid primary key)", "its key is not"],
    [
      "create table planted (workspace_id uuid not null, id uuid, name text unique, primary key (workspace_id, id))",
      "does not hold the workspace",
    ],
    [
      "create table planted (workspace_id uuid not null, id uuid, run_id uuid, primary key (workspace_id, id))",
      "refers to nothing",
    ],
  ])("is caught when somebody plants a table outside it: %s", async (plant, caught) => {
    await testDatabase.pool.query(plant);
    try {
      expect((await find()).join("\n")).toContain(caught);
    } finally {
      await testDatabase.pool.query("drop table planted");
    }
  });

  it("lets the app add to the ledgers and change nothing in them", async () => {
    const ledgers = ["fact", "movement", "valuation_line", "cost_line", "cost_share", "late_difference"];
    const { rows } = await testDatabase.pool.query<{ name: string; right: string }>(
      `select t.name, r."right" from unnest($1::text[]) as t(name) cross join unnest(array['UPDATE', 'DELETE', 'TRUNCATE']) as r("right")
       where has_table_privilege('treadle_app', t.name, r."right")`,
      [ledgers],
    );
    expect(rows).toEqual([]);
  });

  it("gives the app's role no way around row-level security", async () => {
    const { rows } = await testDatabase.pool.query(
      "select rolname from pg_roles where rolname in ('treadle_app', 'treadle_reader') and (rolsuper or rolbypassrls or rolcanlogin)",
    );
    expect(rows).toEqual([]);
    const { rows: owned } = await testDatabase.pool.query(
      "select relname from pg_class where relowner in ('treadle_app'::regrole, 'treadle_reader'::regrole)",
    );
    expect(owned).toEqual([]);
  });
});
