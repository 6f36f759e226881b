import { v7 as newId } from "uuid";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { finishRun } from "#commands/production/finish-run.ts";
import { startRun } from "#commands/production/start-run.ts";
import type { Id } from "#kernel/id.ts";
import type { Actor } from "#modules/access/contract/roles.ts";
import { may } from "#modules/access/core/may.ts";
import { insertDevice } from "#modules/access/store/device.ts";
import { notePresence } from "#modules/access/store/presence.ts";
import { listOffline } from "#modules/access/views/list-offline.ts";
import { showFaces } from "#modules/access/views/show-faces.ts";
import { inWorkspace, readWorkspace, type Tx } from "#server/database/workspace-transaction.ts";
import { createDeviceToken, deviceCookie } from "#server/identity/member-sessions.ts";
import { anOrder, shopMinute } from "#test/builders/workshop-orders.ts";
import { aWorkshop, type Workshop } from "#test/builders/workshop.ts";
import { refused, valueOf } from "#test/builders/a-workspace.ts";
import { openServices } from "#test/builders/services.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import type { Exchange, Services } from "../door-types.ts";
import { hereOnDevice, hereOnFloor } from "./presence-doors.ts";

let testDatabase: TestDatabase;
let shop: Workshop;
let services: Services;
let runId: Id;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  services = openServices(testDatabase);
});
beforeEach(async () => {
  shop = await aWorkshop(testDatabase);
  const orderId = await anOrder(shop);
  const { rows } = await testDatabase.pool.query<{ id: Id }>(
    "select id from run where workspace_id = $1 and order_id = $2 order by available_at, id limit 1",
    [shop.workspaceId, orderId],
  );
  runId = rows[0]?.id ?? "";
});
afterAll(async () => {
  await services.people.close();
  await testDatabase.drop();
});

const second = (minutes: number, seconds: number): Date =>
  new Date(shopMinute(minutes).getTime() + seconds * 1000);
const within = (act: (tx: Tx) => Promise<void>) =>
  inWorkspace(shop.database, shop.workspaceId, "write", async (tx) => {
    await act(tx);
    return { commit: true, value: null };
  });
const exchangeAt = (now: Date, cookie = ""): Exchange => ({
  headers: { cookie },
  ip: "10.0.0.1",
  userAgent: "Test",
  now,
  addCookie: () => undefined,
});
const begin = (now = shopMinute(1)) => shop.make(startRun, { runId }, { as: shop.operator, now });
const tells = async (now: Date, actor: Actor = shop.operator): Promise<void> => {
  const { workspaceId } = shop;
  const asking = { workspaceId, actor, commandId: newId(), now };
  valueOf(await hereOnFloor(services, {}, asking, exchangeAt(now)));
};
const offlineAt = async (now: Date) => {
  const viewer = {
    actor: shop.owner,
    now,
    timeZone: "Europe/Kyiv",
    byPin: false,
    may: (action: Parameters<typeof may>[1]) => may(shop.owner, action),
  };
  const shown = await readWorkspace(shop.database, shop.workspaceId, (tx) => listOffline(tx, {}, viewer));
  return valueOf(shown).rows;
};

test("who works and has been silent for more than a minute is offline since they were heard of last", async () => {
  await begin();
  await tells(second(1, 30));
  expect(await offlineAt(second(2, 30))).toEqual([]);
  const silent = [{ memberId: shop.operator.memberId, since: second(1, 30).toISOString() }];
  expect(await offlineAt(second(2, 31))).toEqual(silent);
  await tells(second(2, 40));
  expect(await offlineAt(second(3, 0))).toEqual([]);
});

test("what an older word says late makes nobody younger", async () => {
  await begin();
  await tells(second(2, 0));
  await tells(second(1, 10));
  expect(await offlineAt(second(2, 59))).toEqual([]);
});

test("nobody is offline who does not work, nor for whom somebody else has begun", async () => {
  await tells(second(0, 10));
  expect(await offlineAt(shopMinute(30))).toEqual([]);
  // Their phone was last heard of hours before somebody in the office began it for them.
  await begin(shopMinute(200));
  expect(await offlineAt(shopMinute(230))).toEqual([]);
});

test("whoever has finished is not missed any more", async () => {
  await begin();
  await tells(second(1, 30));
  expect(await offlineAt(shopMinute(5))).toHaveLength(1);
  await shop.make(finishRun, { runId, units: 10 }, { as: shop.operator, now: shopMinute(6) });
  expect(await offlineAt(shopMinute(10))).toEqual([]);
});

async function aDevice(): Promise<{ readonly deviceId: Id; readonly cookie: string }> {
  const { secret, secretHash } = createDeviceToken();
  const deviceId = newId();
  const { workspaceId, owner } = shop;
  await within((tx) =>
    insertDevice(tx, {
      id: deviceId,
      name: "Tablet",
      secretHash,
      registeredBy: owner.memberId,
      now: shopMinute(0),
    }),
  );
  const cookie = deviceCookie({ workspaceId, deviceId, secret, secureCookies: false }).split(";")[0] ?? "";
  return { deviceId, cookie };
}

test("a shared device speaks for everybody who signed in on it last, and for nobody who has left for their own phone", async () => {
  const { deviceId, cookie } = await aDevice();
  await begin();
  await within((tx) => notePresence(tx, shop.operator.memberId, deviceId, shopMinute(1)));
  expect(await offlineAt(shopMinute(3))).toHaveLength(1);
  expect((await hereOnDevice(services, {}, exchangeAt(shopMinute(3), cookie))).ok).toBe(true);
  expect(await offlineAt(second(3, 30))).toEqual([]);
  await tells(shopMinute(4));
  expect((await hereOnDevice(services, {}, exchangeAt(shopMinute(8), cookie))).ok).toBe(true);
  expect(await offlineAt(shopMinute(8))).toEqual([
    { memberId: shop.operator.memberId, since: shopMinute(4).toISOString() },
  ]);
});

test("no device speaks for another: its secret has to be right", async () => {
  const { cookie } = await aDevice();
  const forged = `${cookie.slice(0, -43)}${"x".repeat(43)}`;
  expect(await hereOnDevice(services, {}, exchangeAt(shopMinute(3), forged))).toMatchObject(
    refused("device_unknown"),
  );
  expect(await hereOnDevice(services, {}, exchangeAt(shopMinute(3)))).toMatchObject(
    refused("device_unknown"),
  );
});

test("the faces say who works on what since when, and who is signed in on this device this shift", async () => {
  const { deviceId } = await aDevice();
  const other = await aDevice();
  const { workspaceId, operator } = shop;
  const { memberId } = operator;
  await begin();
  await within(async (tx) => {
    const now = shopMinute(1);
    await services.memberSessions.create(tx, { workspaceId, memberId, deviceId, way: "pin", now });
  });
  const facesOf = (device: Id, now: Date) =>
    readWorkspace(shop.database, workspaceId, (tx) => showFaces(tx, device, now)).then(({ members }) =>
      members.find(({ id }) => id === memberId),
    );
  expect(await facesOf(deviceId, shopMinute(2))).toEqual({
    id: memberId,
    name: "Operator",
    hasPin: true,
    signedInAt: shopMinute(1).toISOString(),
    working: { stageName: expect.any(String), orderNumber: 1, since: shopMinute(1).toISOString() },
  });
  expect(await facesOf(other.deviceId, shopMinute(2))).toMatchObject({ signedInAt: null });
  expect(await facesOf(deviceId, shopMinute(1 + 12 * 60))).toMatchObject({ signedInAt: null });
});
