import { afterAll, beforeAll, expect, test } from "vitest";
import { v7 } from "uuid";
import type { WorkspaceId } from "#kernel/id.ts";
import { createDatabase, inWorkspace } from "#server/database/workspace-transaction.ts";
import { createTestDatabase } from "#test/database.ts";
import type { TestDatabase } from "#test/database.ts";
import {
  createDeviceToken,
  createMemberSessions,
  deviceCookie,
  hashDeviceToken,
  hashPin,
  readDeviceCookie,
  sameDeviceToken,
  verifyPin,
} from "./member-sessions.ts";
import type { MemberSessions } from "./member-sessions.ts";

const hours = 3_600_000;
const start = new Date("2026-03-29T00:30:00Z");
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
});

const tx = () => ({ db: createDatabase(database.pool).kysely });
const aMember = () => ({ workspaceId: v7(), memberId: v7(), deviceId: v7() });

/** Sessions whose clock the test moves. */
function open(): { sessions: MemberSessions; clock: { now: Date } } {
  const clock = { now: start };
  const sessions = createMemberSessions({ pool: database.pool, secureCookies: false, now: () => clock.now });
  return { sessions, clock };
}

async function signedIn(sessions: MemberSessions, member = aMember(), now = start) {
  const { sessionId, cookie } = await sessions.create(tx(), { ...member, way: "pin", now });
  return { member, sessionId, setCookie: cookie, headers: { cookie: cookie.split(";")[0] ?? "" } };
}

test("a session says which member of which workspace is at which device", async () => {
  const { sessions } = open();
  const { member, headers, setCookie, sessionId } = await signedIn(sessions);
  expect(setCookie).toMatch(
    /^treadle_member=[0-9a-f-]{36}\.[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/,
  );
  expect(setCookie).toContain(sessionId);
  expect(await sessions.resolve(headers)).toEqual(member);
  expect(await open().sessions.resolve({ cookie: `a=b; ${headers.cookie}` })).toEqual(member);
});

test("on https the cookies are Secure", async () => {
  const sessions = createMemberSessions({ pool: database.pool, secureCookies: true });
  const { cookie } = await sessions.create(tx(), { ...aMember(), way: "pin", now: start });
  expect(cookie).toMatch(/; Secure$/);
  expect(await sessions.end({})).toMatch(/^treadle_member=; Max-Age=0; .*; Secure$/);
});

test("the database keeps no secret that opens anything", async () => {
  const { sessions } = open();
  const { headers, sessionId } = await signedIn(sessions);
  const { rows } = await database.pool.query("select * from auth.member_session where id = $1", [sessionId]);
  expect(JSON.stringify(rows)).not.toContain(headers.cookie.split(".")[1]);
  const hash = (rows[0] as { secret_hash: string }).secret_hash;
  expect(await sessions.resolve({ cookie: `treadle_member=${sessionId}.${hash.slice(0, 43)}` })).toBeNull();
});

test("an altered cookie is nobody's, and none of them is an error", async () => {
  const { sessions } = open();
  const { headers, sessionId } = await signedIn(sessions);
  const other = await signedIn(sessions);
  const last = headers.cookie.at(-2) === "A" ? "B" : "A";
  for (const cookie of [
    `${headers.cookie.slice(0, -2)}${last}${headers.cookie.slice(-1)}`,
    `treadle_member=${sessionId}.${other.headers.cookie.split(".")[1]}`,
    `treadle_member=${v7()}.${headers.cookie.split(".")[1]}`,
    `treadle_member=${sessionId}`,
    `treadle_member=${sessionId}.`,
    "treadle_member=",
    "treadle_member=' or 1=1 --",
    `${headers.cookie}x`,
    headers.cookie.replace("treadle_member", "treadle_members"),
  ]) {
    expect(await sessions.resolve({ cookie }), cookie).toBeNull();
  }
  expect(await sessions.resolve({})).toBeNull();
});

test("a session is over after 12 hours, remembered or not", async () => {
  const { sessions, clock } = open();
  const { member, headers } = await signedIn(sessions);
  clock.now = new Date(start.getTime() + 12 * hours - 1_000);
  expect(await sessions.resolve(headers)).toEqual(member);
  clock.now = new Date(start.getTime() + 12 * hours);
  expect(await sessions.resolve(headers)).toBeNull();
  const fresh = open();
  fresh.clock.now = clock.now;
  expect(await fresh.sessions.resolve(headers)).toBeNull();
});

test("an ended session is over at once here, and within 30 seconds on another server", async () => {
  const here = open();
  const there = open();
  const { headers, member, sessionId } = await signedIn(here.sessions);
  const other = await signedIn(here.sessions);
  expect(await here.sessions.resolve(headers)).toEqual(member);
  expect(await there.sessions.resolve(headers)).toEqual(member);
  expect(await here.sessions.end(headers)).toMatch(/^treadle_member=; Max-Age=0; /);
  expect(await here.sessions.resolve(headers)).toBeNull();
  expect(await here.sessions.resolve(other.headers)).toEqual(other.member);
  there.clock.now = new Date(start.getTime() + 30_000);
  expect(await there.sessions.resolve(headers)).toBeNull();
  const { rows } = await database.pool.query("select ended_at from auth.member_session where id = $1", [
    sessionId,
  ]);
  expect(rows).toEqual([{ ended_at: start }]);
});

test("nobody ends a session without its secret", async () => {
  const { sessions } = open();
  const { headers, sessionId, member } = await signedIn(sessions);
  const other = await signedIn(sessions);
  await sessions.end({ cookie: `treadle_member=${sessionId}.${other.headers.cookie.split(".")[1]}` });
  expect(await open().sessions.resolve(headers)).toEqual(member);
});

test("a session is made by the app's role in a command's transaction, and goes with it", async () => {
  const { sessions } = open();
  const member = { ...aMember(), workspaceId: v7() as WorkspaceId };
  const make = (commit: boolean) =>
    inWorkspace(createDatabase(database.pool), member.workspaceId, "write", async (own) => {
      const { cookie } = await sessions.create(own, { ...member, way: "pin", now: start });
      const headers = { cookie: cookie.split(";")[0] ?? "" };
      expect(await sessions.resolve(headers)).toBeNull();
      return { commit, value: headers };
    });
  expect(await sessions.resolve(await make(false))).toBeNull();
  expect(await sessions.resolve(await make(true))).toEqual(member);
});

test("the app's role can read and end a session", async () => {
  const made = await signedIn(open().sessions);
  const client = await database.pool.connect();
  await client.query("set role treadle_app");
  const asApp = createMemberSessions({ pool: client, secureCookies: false, now: () => start });
  expect(await asApp.resolve(made.headers)).toEqual(made.member);
  await asApp.end(made.headers);
  await client.query("reset role");
  client.release();
  expect(await open().sessions.resolve(made.headers)).toBeNull();
});

test("a PIN is kept as argon2id, never twice alike, and only the PIN opens it", async () => {
  const [one, two] = await Promise.all([hashPin("0427"), hashPin("0427")]);
  expect(one).toMatch(/^\$argon2id\$/);
  expect(one).not.toBe(two);
  expect(await verifyPin(one, "0427")).toBe(true);
  expect(await verifyPin(one, "427")).toBe(false);
  expect(await verifyPin(one, "0428")).toBe(false);
  expect(await verifyPin(one, "")).toBe(false);
});

test("a device's cookie is read back, and its secret is known by the hash alone", () => {
  const { secret, secretHash } = createDeviceToken();
  const device = { workspaceId: v7(), deviceId: v7(), secret };
  const text = deviceCookie({ ...device, secureCookies: true });
  expect(text).toMatch(/^treadle_device=.*; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
  expect(readDeviceCookie({ cookie: `x=1; ${text.split(";")[0]}` })).toEqual(device);
  expect(secretHash).toBe(hashDeviceToken(secret));
  expect(secretHash).not.toContain(secret);
  expect(sameDeviceToken(secretHash, secret)).toBe(true);
  expect(sameDeviceToken(secretHash, createDeviceToken().secret)).toBe(false);
  expect(sameDeviceToken("", secret)).toBe(false);
  for (const cookie of ["", "treadle_device=", `treadle_device=${secret}`, `treadle_device=..${secret}`]) {
    expect(readDeviceCookie({ cookie })).toBeNull();
  }
});
