import sharp from "sharp";
import { v7 as newId } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OutputOf } from "#modules/routes.ts";
import { insertDevice } from "#modules/access/store/device.ts";
import { mintWorkspaceId } from "#modules/access/store/mint-workspace-id.ts";
import { inWorkspace } from "#server/database/workspace-transaction.ts";
import { createDeviceToken, deviceCookie } from "#server/identity/member-sessions.ts";
import { buildFixture, type Fixture } from "#test/http/fixture.ts";
import {
  type HttpWorld,
  openHttpWorld,
  type RefusalAnswer,
  type TestWorkspace,
} from "#test/http/http-world.ts";

/**
 * What is tapped on a shared tablet without network, by whoever was chosen from the faces: the tablet sends it, and
 * answers for who it was. Here what it may, and what it may not.
 */
let world: HttpWorld;
let workspace: TestWorkspace;
let fixture: Fixture;
let tablet: { readonly id: string; readonly cookie: string };
/** An operator who does nothing else meanwhile. */
let memberId = "";
let runId = "";

const hour = 3_600_000;
const ago = (hours: number): Date => new Date(Date.now() - hours * hour);

beforeAll(async () => {
  world = await openHttpWorld();
  workspace = await world.addWorkspace("Shared");
  fixture = await buildFixture(world, workspace, "Shared");
});
beforeEach(async () => {
  tablet = await aTablet();
  memberId = await aMember(true);
  ({ runId } = await fixture.addRun(null));
});
afterAll(() => world.close());

async function aMember(active: boolean): Promise<string> {
  const id = newId();
  await world.database.pool.query(
    `insert into member (workspace_id, id, name, language, roles, active, created_at)
     values ($1, $2, 'Operator', 'en', array['operator'], $3, now())`,
    [workspace.id, id, active],
  );
  return id;
}
async function aTablet(of = workspace): Promise<{ id: string; cookie: string }> {
  const id = newId();
  const { secret, secretHash } = createDeviceToken();
  await inWorkspace(world.services.database, mintWorkspaceId(of.id), "write", async (tx) => {
    const registeredBy = of.members.owner.memberId;
    await insertDevice(tx, { id, name: "Tablet", secretHash, registeredBy, now: ago(24) });
    return { commit: true, value: null };
  });
  const cookie = deviceCookie({ workspaceId: of.id, deviceId: id, secret, secureCookies: false });
  return { id, cookie: cookie.split(";")[0] ?? "" };
}

/** A whole cookie of somebody who signs in on the tablet. */
const signsIn = (who: string, when = new Date(), way: "pin" | "badge" = "pin"): Promise<string> =>
  inWorkspace(world.services.database, mintWorkspaceId(workspace.id), "write", async (tx) => {
    const session = { workspaceId: workspace.id, memberId: who, deviceId: tablet.id, way, now: when };
    const { cookie } = await world.services.memberSessions.create(tx, session);
    return { commit: true, value: cookie.split(";")[0] ?? "" };
  });
/** They were there, and have gone back to the faces: the session has ended. */
async function hasBeenHere(who: string, when: Date, way: "pin" | "badge" = "pin"): Promise<void> {
  await world.services.memberSessions.end({ cookie: await signsIn(who, when, way) });
}

const photo = (): Promise<Buffer> =>
  sharp({ create: { width: 9, height: 6, channels: 3, background: "#557799" } })
    .jpeg()
    .toBuffer();

type Sending = {
  readonly path?: string;
  readonly body?: unknown;
  readonly by?: string;
  readonly at?: Date;
  readonly cookie?: string;
  readonly slug?: string;
  readonly mark?: string;
  readonly bytes?: Buffer;
};
const send = ({ by = memberId, at = ago(0.5), mark = "; unchecked=1", ...what }: Sending = {}) =>
  world.app.inject({
    method: "POST",
    url: `/api/w/${what.slug ?? workspace.slug}${what.path ?? `/runs/${runId}/start`}`,
    headers: {
      "content-type": what.bytes === undefined ? "application/json" : "application/octet-stream",
      "command-id": newId(),
      cookie: what.cookie ?? tablet.cookie,
      tap: `outbox=${newId()}; number=1; member=${by}; at=${at.toISOString()}; offset=0${mark}`,
    },
    payload: what.bytes ?? JSON.stringify(what.body ?? {}),
  });
const startedFact =
  "select by_member, unchecked from fact where kind = 'run_started' and data ->> 'runId' = $1";
const refusalOf = (answer: Awaited<ReturnType<typeof send>>): string =>
  answer.json<RefusalAnswer>().refusal.code;
async function isRefused(sending: Sending = {}): Promise<void> {
  const before = await world.countFacts();
  const answer = await send(sending);
  expect([answer.statusCode, refusalOf(answer)]).toEqual([409, "tap_of_another"]);
  expect(await world.countFacts()).toBe(before);
}

describe("what somebody tapped who had signed in on the tablet in that shift", () => {
  it("is theirs, and marked", async () => {
    await hasBeenHere(memberId, ago(6));
    const answer = await send({ at: ago(0.5) });
    expect(answer.statusCode, answer.body).toBe(200);
    const { rows } = await world.database.pool.query(startedFact, [runId]);
    expect(rows).toEqual([{ by_member: memberId, unchecked: true }]);
  });

  it("is told as such in the order's history, and nothing else is", async () => {
    await hasBeenHere(memberId, ago(6));
    const { orderId, runId: another } = await fixture.addRun(null);
    await send({ path: `/runs/${another}/start` });
    const history = await world.get(workspace.members.owner, `/orders/${orderId}/history`);
    const { rows } = history.json<OutputOf<"showOrderHistory">>();
    expect(rows.filter(({ unchecked }) => unchecked).map(({ kind }) => kind)).toEqual(["run_started"]);
    expect(rows.length).toBeGreaterThan(1);
  });

  it("brings its photos along", async () => {
    await hasBeenHere(memberId, ago(6));
    const answer = await send({ path: "/files?name=bench.jpg", bytes: await photo() });
    expect(answer.statusCode, answer.body).toBe(200);
  });

  it("goes by their own session as well, where they have signed in again: it stays marked", async () => {
    const answer = await send({ cookie: await signsIn(memberId) });
    expect(answer.statusCode, answer.body).toBe(200);
    const { rows } = await world.database.pool.query(startedFact, [runId]);
    expect(rows).toEqual([{ by_member: memberId, unchecked: true }]);
  });

  it("is theirs, whoever is signed in on the tablet by now", async () => {
    await hasBeenHere(memberId, ago(6));
    const answer = await send({ cookie: `${tablet.cookie}; ${workspace.members.supervisor.cookie}` });
    expect(answer.statusCode, answer.body).toBe(200);
    const { rows } = await world.database.pool.query(startedFact, [runId]);
    expect(rows).toEqual([{ by_member: memberId, unchecked: true }]);
  });
});

describe("a tablet answers for nobody", () => {
  it("who has never signed in on it", () => isRefused());

  it("who signed in on it after the tap", async () => {
    await hasBeenHere(memberId, ago(0.25));
    await isRefused({ at: ago(0.5) });
  });

  it("whose shift was over", async () => {
    await hasBeenHere(memberId, ago(13));
    await isRefused({ at: ago(0.5) });
    // Of the last minute of that shift it may still tell.
    expect((await send({ at: ago(1.1) })).statusCode).toBe(200);
  });

  it("whose badge has ended since", async () => {
    await hasBeenHere(memberId, ago(2), "badge");
    await isRefused();
    const badgeId = newId();
    await world.database.pool.query(
      `insert into badge (workspace_id, id, member_id, secret_hash, issued_by, issued_at) values ($1, $2, $3, $4, $5, $6)`,
      [workspace.id, badgeId, memberId, "0".repeat(64), workspace.members.owner.memberId, ago(3)],
    );
    expect((await send()).statusCode).toBe(200);
    await world.database.pool.query("update badge set revoked_at = now() where id = $1", [badgeId]);
    ({ runId } = await fixture.addRun(null));
    await isRefused();
  });

  it("who has left the workspace", async () => {
    memberId = await aMember(false);
    await hasBeenHere(memberId, ago(2));
    await isRefused();
  });

  it("once its registration is revoked, or where its secret is not its own", async () => {
    await hasBeenHere(memberId, ago(2));
    const other = await aTablet();
    const [, secret = ""] = /([^.]+)$/.exec(other.cookie) ?? [];
    await isRefused({ cookie: tablet.cookie.replace(/[^.]+$/, secret) });
    await isRefused({ cookie: "" });
    await world.database.pool.query("update device set revoked_at = now() where id = $1", [tablet.id]);
    await isRefused();
  });

  it("in another workspace", async () => {
    const theirs = await world.addWorkspace("Theirs");
    await hasBeenHere(memberId, ago(2));
    await isRefused({ slug: theirs.slug });
    await isRefused({ cookie: (await aTablet(theirs)).cookie });
  });

  it("in anything but what is tapped on the floor, whatever their role", async () => {
    ({ memberId } = workspace.members.owner);
    await hasBeenHere(memberId, ago(2));
    await isRefused({ path: "/members/add", body: { name: "Mallory", roles: ["owner"] } });
    await isRefused({ path: "/trades/add", body: { name: "Safe cracker" } });
  });

  it("without saying so: a tap that is not marked is its person's own to send", async () => {
    await hasBeenHere(memberId, ago(2));
    const answer = await send({ mark: "" });
    expect(refusalOf(answer)).toBe("not_signed_in");
  });
});
