import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { comparePositions, readFacts, readPresentPosition } from "#server/facts/read-facts.ts";
import { type HttpWorld, type TestWorkspace, openHttpWorld } from "#test/http/http-world.ts";

// Commands commit in another order than they began in, from several connections at once; listeners come, drop and
// come back. What they heard, put together, is every fact of their workspace, once, in order of position.

let world: HttpWorld;
let mine: TestWorkspace;
let other: TestWorkspace;
let address: string;

beforeAll(async () => {
  world = await openHttpWorld();
  mine = await world.addWorkspace("mine");
  other = await world.addWorkspace("other");
  address = await world.app.listen({ host: "127.0.0.1", port: 0 });
  // The facts of the new workspaces are no part of the stories below.
  const present = await readPresentPosition(world.database.pool);
  world.feed.notify();
  await until(() => comparePositions(world.feed.position(), present) >= 0);
});
afterAll(() => world.close());

type Heard = { readonly name: string; readonly lastId: string; readonly data: Record<string, unknown> };
type Listening = {
  readonly heard: Heard[];
  readonly lastId: () => string;
  stop(): void;
  ended: Promise<void>;
};

/** One event stream, read as a browser reads it. */
async function listen(workspace: TestWorkspace, after?: string): Promise<Listening> {
  const abort = new AbortController();
  const response = await fetch(`${address}/api/w/${workspace.slug}/events`, {
    headers: {
      cookie: workspace.members.operator.cookie,
      ...(after === undefined ? {} : { "last-event-id": after }),
    },
    signal: abort.signal,
  });
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const heard: Heard[] = [];
  let text = "";
  const read = async (): Promise<void> => {
    if (response.body === null) return;
    const decoder = new TextDecoder();
    for await (const part of response.body) {
      text += decoder.decode(part as Uint8Array, { stream: true });
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        take(text.slice(0, end));
        text = text.slice(end + 2);
      }
    }
  };
  function take(block: string): void {
    const lines = new Map(
      block.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
    );
    const data = lines.get("data");
    if (data === undefined) return;
    heard.push({
      name: lines.get("event") ?? "message",
      lastId: lines.get("id") ?? "",
      data: JSON.parse(data) as Record<string, unknown>,
    });
  }
  const ended = read().catch(() => undefined);
  await until(() => heard.length > 0);
  return { heard, lastId: () => heard.at(-1)?.lastId ?? "", stop: () => abort.abort(), ended };
}

async function until(holds: () => boolean, patience = 10_000): Promise<void> {
  const end = Date.now() + patience;
  while (!holds()) {
    if (Date.now() > end) throw new Error("Waited in vain");
    await sleep(5);
  }
}

/** A writer of its own: begins, appends, dawdles, commits or not, tells. */
async function write(workspace: TestWorkspace, dawdle: number, commit = true): Promise<string> {
  const client = new Client({ connectionString: world.database.url });
  await client.connect();
  try {
    const id = uuidv7();
    await client.query("begin");
    await client.query(
      `insert into fact (workspace_id, id, kind, thing, thing_id, version, data, at, command_id)
       values ($1, $2, 'thing_changed', 'thing', $2, 1, '{}', now(), $2)`,
      [workspace.id, id],
    );
    await sleep(dawdle);
    await client.query(commit ? "commit" : "rollback");
    world.feed.notify();
    return id;
  } finally {
    await client.end();
  }
}

const idsOf = (...streams: Listening[]): unknown[] =>
  streams.flatMap(({ heard }) =>
    heard.filter(({ name }) => name === "message").map(({ data }) => data["id"]),
  );

test("a transaction that commits late is heard, after those that began later waited for it", async () => {
  const stream = await listen(mine);
  const late = write(mine, 400);
  await sleep(100);
  const early = await write(mine, 0);
  await sleep(150);
  // The earlier transaction is still open: the later one's fact lies above the horizon.
  expect(idsOf(stream)).toEqual([]);
  const lateId = await late;
  await until(() => idsOf(stream).length === 2);
  expect(idsOf(stream)).toEqual([lateId, early]);
  stream.stop();
});

test("the first event tells where the stream begins, before anything has happened", async () => {
  const stream = await listen(mine);
  expect(stream.heard).toHaveLength(1);
  expect(stream.heard[0]?.name).toBe("position");
  expect(stream.lastId()).toMatch(/^\d+\.\d+$/);
  stream.stop();
});

test("a listener that drops and comes back again and again misses nothing and hears nothing twice", async () => {
  const streams: Listening[] = [await listen(mine)];
  const ids: string[] = [];
  let writing = true;
  const writers = Array.from({ length: 6 }, async (_, writer) => {
    for (let turn = 0; turn < 25; turn += 1) {
      // Shuffled: some dawdle, some give up, some are another workspace's.
      const place = (writer * 7 + turn * 13) % 10;
      if (place === 0) await write(mine, 5, false);
      else if (place === 1) await write(other, 3);
      else ids.push(await write(mine, place * 3));
    }
  });
  const dropping = (async () => {
    while (writing) {
      await sleep(37);
      const last = streams.at(-1);
      if (last === undefined) return;
      last.stop();
      await last.ended;
      streams.push(await listen(mine, last.lastId()));
    }
  })();
  await Promise.all(writers);
  writing = false;
  await dropping;
  await until(() => idsOf(...streams).length >= ids.length);
  await sleep(100);
  const heard = idsOf(...streams);
  expect(new Set(heard).size).toBe(heard.length);
  expect(new Set(heard)).toEqual(new Set(ids));
  const { rows } = await world.database.pool.query<{ id: string }>(
    "select id from fact where id = any($1) order by transaction, sequence",
    [ids],
  );
  expect(heard).toEqual(rows.map(({ id }) => id));
  expect(streams.length).toBeGreaterThan(5);
  streams.at(-1)?.stop();
});

test("a listener far behind, or with a position that no fact has, is told to fetch everything again", async () => {
  const unknown = await listen(mine, "999999999999.1");
  expect(unknown.heard[0]?.name).toBe("reset");
  unknown.stop();
  await world.database.pool.query(
    `insert into fact (workspace_id, id, kind, thing, thing_id, version, data, at, command_id)
     select $1, gen_random_uuid(), 'thing_changed', 'thing', gen_random_uuid(), 1, '{}', now(), gen_random_uuid()
     from generate_series(1, 2500)`,
    [other.id],
  );
  const behind = await listen(other, "0.0");
  expect(behind.heard[0]?.name).toBe("reset");
  behind.stop();
});

test("the feed goes on after its listening connection was cut", async () => {
  const stream = await listen(mine);
  const cut = await world.database.pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'treadle facts' and datname = current_database()",
  );
  expect(cut.rowCount).toBe(1);
  const id = await write(mine, 0);
  await until(() => idsOf(stream).includes(id));
  const isBack = async (): Promise<boolean> => {
    const { rowCount } = await world.database.pool.query(
      "select 1 from pg_stat_activity where application_name = 'treadle facts' and datname = current_database()",
    );
    return rowCount === 1;
  };
  for (let turn = 0; turn < 100 && !(await isBack()); turn += 1) await sleep(50);
  expect(await isBack()).toBe(true);
  stream.stop();
});

test("a notification from another server wakes the feed, and another workspace hears nothing", async () => {
  const stream = await listen(mine);
  const stranger = await listen(other);
  const before = stranger.heard.length;
  const client = new Client({ connectionString: world.database.url });
  await client.connect();
  // The safety net comes two seconds after what was last read: by it alone twenty would take longer than a test may.
  for (let turn = 0; turn < 20; turn += 1) {
    const id = uuidv7();
    await client.query(
      `insert into fact (workspace_id, id, kind, thing, thing_id, version, data, at, command_id)
       values ($1, $2, 'thing_changed', 'thing', $2, 1, '{}', now(), $2)`,
      [mine.id, id],
    );
    await client.query("select pg_notify('treadle_facts', 'another server')");
    await until(() => idsOf(stream).includes(id));
  }
  await client.end();
  expect(stranger.heard).toHaveLength(before);
  stream.stop();
  stranger.stop();
}, 30_000);

test("a reader has each fact or is told that some wait, whenever the transaction before them ends", async () => {
  const [earlier, later] = [0, 1].map(() => new Client({ connectionString: world.database.url }));
  if (earlier === undefined || later === undefined) throw new Error("Two writers");
  await Promise.all([earlier.connect(), later.connect()]);
  const missed: string[] = [];
  for (let turn = 0; turn < 1_000; turn += 1) {
    const present = await readPresentPosition(world.database.pool);
    await earlier.query("begin; select pg_current_xact_id()");
    const id = uuidv7();
    await later.query(
      `insert into fact (workspace_id, id, kind, thing, thing_id, version, data, at, command_id)
       values ($1, $2, 'thing_changed', 'thing', $2, 1, '{}', now(), $2)`,
      [other.id, id],
    );
    const ending = earlier.query("commit");
    const { facts, waiting } = await readFacts(world.database.pool, present);
    await ending;
    if (!waiting && !facts.some((fact) => fact.id === id)) missed.push(id);
  }
  await Promise.all([earlier.end(), later.end()]);
  expect(missed).toEqual([]);
});
