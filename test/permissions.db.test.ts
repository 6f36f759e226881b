import { readFileSync, writeFileSync } from "node:fs";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Route } from "#kernel/route.ts";
import { type Role, roles } from "#modules/access/contract/roles.ts";
import { type RouteName, routes } from "#modules/routes.ts";
import { type Fixture, buildFixture } from "./http/fixture.ts";
import {
  type HttpWorld,
  type RefusalAnswer,
  type SignedIn,
  type TestWorkspace,
  openHttpWorld,
} from "./http/http-world.ts";
import {
  type IdOf,
  type SampleRequest,
  addressOf,
  leastRequest,
  pathsOf,
  sampleRequest,
  sentWith,
  valueAt,
  withValueAt,
} from "./http/sample-input.ts";

// Every route is asked by every role, of its own workspace's things, and of another workspace's. What comes out is
// test/permission-matrix.txt, read by eye in review: WRITE_MATRIX=1 writes it anew.

const file = new URL("./permission-matrix.txt", import.meta.url);
const workspaceRoutes = Object.entries<Route>(routes).filter(([, route]) => route.scope === "workspace");

let world: HttpWorld;
let mine: TestWorkspace;
let theirs: TestWorkspace;
let own: Fixture;
let foreign: Fixture;

beforeAll(async () => {
  world = await openHttpWorld();
  mine = await world.addWorkspace("mine");
  theirs = await world.addWorkspace("theirs");
  own = await buildFixture(world, mine, "mine");
  foreign = await buildFixture(world, theirs, mark);
});
afterAll(() => world.close());

/** In every name of the other workspace. */
const mark = "чужеслово";

type Answer = { status: number; code: string | null; body: string };

async function ask(who: SignedIn, route: Route, request: SampleRequest, slug = who.slug): Promise<Answer> {
  const { headers, ...sent } = sentWith(route, request);
  const answer = await world.app.inject({
    method: route.method,
    url: addressOf(route, slug, request),
    headers: {
      cookie: who.cookie,
      ...headers,
      ...(route.method === "POST" ? { "command-id": uuidv7() } : {}),
    },
    ...sent,
  });
  const code = answer.statusCode === 200 ? null : answer.json<RefusalAnswer>().refusal.code;
  if (answer.statusCode >= 500 || code === "input_invalid" || code === "route_unknown") {
    throw new Error(`${route.path}: ${answer.statusCode} ${answer.body}`);
  }
  return { status: answer.statusCode, code, body: answer.body };
}

/** Yes, or a no that has nothing to do with who asks: the order is closed, the name is taken. */
const isAllowed = ({ status }: Answer): boolean => status !== 401 && status !== 403;

/** Whose a run, a task or a note is decides too: each is asked of one that is the asker's and one that is another's. */
const ownThings = ["runId", "taskId", "activityId"] as const;

const thingOf = (route: Route): (typeof ownThings)[number] | null =>
  ownThings.find((name) => route.params !== undefined && Object.hasOwn(route.params.shape, name)) ?? null;

async function cell(route: Route, role: Role): Promise<string> {
  const who = mine.members[role];
  const thing = thingOf(route);
  if (thing === null) return isAllowed(await ask(who, route, leastRequest(route, own.idOf))) ? "yes" : "-";
  const ofOwn = isAllowed(await ask(who, route, leastRequest(route, await withThing(thing, who.memberId))));
  const other = mine.members[role === "operator" ? "supervisor" : "operator"].memberId;
  const ofOthers = isAllowed(await ask(who, route, leastRequest(route, await withThing(thing, other))));
  if (ofOwn && ofOthers) return "yes";
  if (ofOwn) return "own";
  return ofOthers ? "others'" : "-";
}

/** The fixture's ids, with a fresh run, task or note of the member. */
async function withThing(thing: (typeof ownThings)[number], memberId: string): Promise<IdOf> {
  const fresh = await freshThing(thing, memberId);
  return (name) => fresh[name] ?? own.idOf(name);
}

function freshThing(thing: (typeof ownThings)[number], memberId: string): Promise<Record<string, string>> {
  switch (thing) {
    case "runId":
      return own.addRun(memberId);
    case "taskId":
      return own.addTask(memberId).then((taskId) => ({ taskId }));
    case "activityId":
      return own.addNote(memberId).then((activityId) => ({ activityId }));
  }
}

async function row(name: string, route: Route, asked: readonly Role[] = roles): Promise<string> {
  const cells = new Map<Role, string>();
  for (const role of asked) cells.set(role, await cell(route, role));
  return line(
    name,
    route.action ?? "",
    asked.map((role) => cells.get(role) ?? ""),
  );
}

const line = (name: string, action: string, cells: readonly string[]): string =>
  `${name.padEnd(28)}${action.padEnd(30)}${cells.map((text) => text.padEnd(14)).join("")}`.trimEnd();

const heading = `Who may ask what: asked of the server, route by route, as each role. "own": only what is theirs.
Another workspace's things: nobody, ever (the other tests of permissions.db.test.ts). Public routes: everybody.

${line("route", "action", roles)}
`;

test("the whole matrix is the one that was read and agreed on", { timeout: 240_000 }, async () => {
  const rows = new Map<string, string>();
  // The others may archive the template that fresh runs are made from.
  const runsFirst = workspaceRoutes.toSorted(
    ([, a], [, b]) => Number(thingOf(b) !== null) - Number(thingOf(a) !== null),
  );
  for (const [name, route] of runsFirst) rows.set(name, await row(name, route));
  const publicRoutes = Object.entries<Route>(routes).filter(([, route]) => route.scope !== "workspace");
  const found = `${heading}${workspaceRoutes.map(([name]) => rows.get(name)).join("\n")}\n\nPublic: ${publicRoutes.map(([name]) => name).join(", ")}\n`;
  if (process.env["WRITE_MATRIX"] === "1") writeFileSync(file, found);
  expect(found).toBe(readFileSync(file, "utf8"));
});

test("a door left open shows in the matrix", async () => {
  const lineOf = (text: string): string => line("cancelOrder", "order.cancel", [text]);
  const agreedLine = line("cancelOrder", "order.cancel", ["yes", "yes", "-", "-", "yes", "-", "-", "-"]);
  const before = await row("cancelOrder", routes.cancelOrder, ["operator"]);
  const setRoles = (text: string): Promise<unknown> =>
    world.database.pool.query("update member set roles = $2::text[] where workspace_id = $1 and id = $3", [
      mine.id,
      text,
      mine.members.operator.memberId,
    ]);
  await setRoles("{operator,admin}");
  // The server remembers for three seconds what somebody may do.
  await new Promise((resolve) => setTimeout(resolve, 3_100));
  const after = await row("cancelOrder", routes.cancelOrder, ["operator"]);
  await setRoles("{operator}");
  await new Promise((resolve) => setTimeout(resolve, 3_100));
  const agreed = readFileSync(file, "utf8")
    .split("\n")
    .find((text) => text.startsWith("cancelOrder "));
  expect([before, after, agreed]).toEqual([lineOf("-"), lineOf("yes"), agreedLine]);
});

describe("another workspace", () => {
  // What the matrix did to the first one is no matter here.
  beforeAll(async () => {
    mine = await world.addWorkspace("mine too");
    own = await buildFixture(world, mine, "mine too");
  });

  test("is no address of a member of this one", async () => {
    for (const [, route] of workspaceRoutes) {
      const answer = await ask(mine.members.owner, route, sampleRequest(route, foreign.idOf), theirs.slug);
      expect([route.path, answer.status, answer.code]).toEqual([route.path, 404, "workspace_unknown"]);
    }
  });

  const isId = (value: unknown): boolean =>
    typeof value === "string" && Object.values(foreign.ids).includes(value);

  /** Each place of a request that holds an id, with that one id taken from the other workspace. */
  function foreignRequests(route: Route): { place: string; request: SampleRequest }[] {
    const request = sampleRequest(route, own.idOf);
    const strange = sampleRequest(route, foreign.idOf);
    return (["params", "query", "body"] as const).flatMap((part) =>
      pathsOf(request[part]).flatMap((path) => {
        const value = valueAt(strange[part], path);
        if (!isId(value)) return [];
        const changed = { ...request, [part]: withValueAt(request[part], path, value) };
        return [{ place: path.join("."), request: changed }];
      }),
    );
  }

  /** Where an id adds to a list instead of narrowing it, a stranger's adds no more than one that is nowhere. */
  const broughtIn = new Set(["showMyStages order"]);
  const withId = (request: SampleRequest, place: string, id: string): SampleRequest => ({
    ...request,
    query: withValueAt(request.query, place.split("."), id) as SampleRequest["query"],
  });
  const withoutClock = ({ status, body }: Answer): unknown => [status, { ...JSON.parse(body), now: null }];

  test.each(workspaceRoutes)("%s: its ids never work, and nothing of it is read", async (name, route) => {
    const { owner } = mine.members;
    const their = "select count(*)::int as count from fact where workspace_id = $1";
    const facts = async (): Promise<unknown> => (await world.database.pool.query(their, [theirs.id])).rows[0];
    const before = await facts();
    for (const { place, request } of foreignRequests(route)) {
      const answer = await ask(owner, route, request);
      // A list that is filtered by a stranger's thing is empty; everything else is refused.
      const outcome =
        answer.status === 200 && route.kind === "query" && isEmpty(answer.body) ? "empty" : answer.status;
      if (broughtIn.has(`${name} ${place}`)) {
        const nowhere = await ask(owner, route, withId(request, place, uuidv7()));
        expect([name, place, withoutClock(answer)]).toEqual([name, place, withoutClock(nowhere)]);
      } else expect([name, place, outcome]).not.toEqual([name, place, 200]);
      expect(answer.body).not.toContain(mark);
    }
    expect(await facts()).toEqual(before);
  });

  test("is in no answer of this one", async () => {
    for (const [, route] of workspaceRoutes.filter(([, { kind }]) => kind === "query")) {
      expect((await ask(mine.members.owner, route, sampleRequest(route, own.idOf))).body).not.toContain(mark);
    }
  });
});

function isEmpty(body: string): boolean {
  // A file of rows: its heading alone.
  if (!body.startsWith("{")) return body.trim().split("\n").length === 1;
  const answer = JSON.parse(body) as {
    rows?: unknown[];
    columns?: { count?: number; cards?: unknown[]; deals?: unknown[] }[];
    cells?: { cards: unknown[] }[];
  };
  if (answer.rows !== undefined) return answer.rows.length === 0;
  if (answer.cells !== undefined) return answer.cells.every(({ cards }) => cards.length === 0);
  return (
    answer.columns?.every(
      ({ count = 0, cards = [], deals = [] }) => count === 0 && cards.length === 0 && deals.length === 0,
    ) === true
  );
}

test("no route is without a door", () => {
  const names = Object.keys(routes) as RouteName[];
  const missing = names.filter(
    (name) => !world.app.hasRoute({ method: routes[name].method, url: routes[name].path }),
  );
  expect(missing).toEqual([]);
});
