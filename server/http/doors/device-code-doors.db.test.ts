import { v7 as newId } from "uuid";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Role } from "#modules/access/contract/roles.ts";
import {
  refused,
  openTestWorld,
  type TestWorkspace,
  type TestWorld,
  valueOf,
} from "#test/builders/a-workspace.ts";
import { type Browser, openBrowser, openServices } from "#test/builders/services.ts";
import type { Services } from "../door-types.ts";
import { createResolveAsker } from "../resolve-asker.ts";
import { accessDoors } from "./access-doors.ts";
import { publicActs } from "./public-doors.ts";

let world: TestWorld;
let services: Services;
let shop: TestWorkspace;
let tablet: Browser;

beforeAll(async () => {
  world = await openTestWorld();
  services = openServices(world);
});
beforeEach(async () => {
  shop = await world.aWorkspace();
  tablet = aBrowser();
});
afterAll(async () => {
  await services.people.close();
  await world.drop();
});

const aBrowser = (): Browser => openBrowser(createResolveAsker(services));
const start = new Date("2026-03-02T10:00:00Z");
const minutesLater = (minutes: number): Date => new Date(start.getTime() + minutes * 60_000);

const issue = async (roles: readonly Role[], commandId = newId(), now = start) => {
  const actor = roles.length === 0 ? shop.owner : await shop.aMember(...roles);
  const asking = { workspaceId: shop.workspaceId, actor, commandId, now };
  const { issueDeviceCode } = accessDoors.workspaceActs;
  return {
    actor,
    answer: await issueDeviceCode(services, { name: "Tablet by the oven" }, asking, tablet.exchange(now)),
  };
};
const aCode = async (): Promise<string> => valueOf((await issue(["supervisor"])).answer).code ?? "";
const register = (code: string, browser = tablet, now = minutesLater(9)) =>
  publicActs.registerByCode(services, { code }, browser.exchange(now));
const deviceOf = async (browser = tablet) =>
  valueOf(await publicActs.showDevice(services, {}, browser.exchange())).device;

test("a code makes another browser the workspace's device, in the name of whoever issued it", async () => {
  const { actor, answer } = await issue(["supervisor"]);
  const { code, expiresAt } = valueOf(answer);
  expect(code).toMatch(/^\d{10}$/);
  expect(expiresAt).toBe(minutesLater(10).toISOString());
  const { workspace } = valueOf(await register(code ?? ""));
  expect(await deviceOf()).toMatchObject({ name: "Tablet by the oven", workspace });
  const [fact] = (await shop.facts()).filter(({ kind }) => kind === "device_registered");
  const { rows } = await world.pool.query<{ by_member: string }>(
    "select by_member from fact where workspace_id = $1 and kind = 'device_registered'",
    [shop.workspaceId],
  );
  expect(fact?.data).toMatchObject({ name: "Tablet by the oven" });
  expect(rows).toEqual([{ by_member: actor.memberId }]);
  // The digits are in no row.
  const { rows: kept } = await world.pool.query<{ text: string }>(
    "select c::text || coalesce((select string_agg(command::text, '') from command), '') as text from auth.device_code c",
  );
  expect(kept.filter(({ text }) => text.includes(code ?? ""))).toEqual([]);
});

test("it works once, also for two who type it at the same moment", async () => {
  const code = await aCode();
  const browsers = [tablet, aBrowser(), aBrowser()];
  const answers = await Promise.all(browsers.map((browser) => register(code, browser)));
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await register(code, aBrowser())).toMatchObject(refused("device_code_unknown"));
  const devices = await Promise.all(browsers.map((browser) => deviceOf(browser)));
  expect(devices.filter((device) => device !== null)).toHaveLength(1);
});

test("it works for ten minutes, and what was never one is told the same", async () => {
  const code = await aCode();
  expect(await register(code, tablet, minutesLater(10))).toMatchObject(refused("device_code_unknown"));
  expect(await register("0000000000")).toMatchObject(refused("device_code_unknown"));
  expect(await deviceOf()).toBeNull();
  valueOf(await register(code));
});

test("it is worth no more than the right of whoever issued it", async () => {
  expect((await issue(["operator"])).answer).toMatchObject(refused("not_allowed"));
  const { actor, answer } = await issue(["supervisor"]);
  const { code } = valueOf(answer);
  const becomes = (change: string) =>
    world.pool.query(`update member set ${change} where workspace_id = $1 and id = $2`, [
      shop.workspaceId,
      actor.memberId,
    ]);
  await becomes("roles = array['operator']");
  expect(await register(code ?? "")).toMatchObject(refused("not_allowed"));
  const second = await issue(["supervisor"]);
  await world.pool.query("update member set active = false where workspace_id = $1 and id = $2", [
    shop.workspaceId,
    second.actor.memberId,
  ]);
  expect(await register(valueOf(second.answer).code ?? "")).toMatchObject(refused("device_code_unknown"));
  expect(await deviceOf()).toBeNull();
});

test("an issue whose answer was lost tells new digits, and the old ones are none any more", async () => {
  const commandId = newId();
  const first = valueOf((await issue([], commandId)).answer).code ?? "";
  const again = valueOf((await issue([], commandId)).answer).code ?? "";
  expect(again).not.toBe(first);
  expect(await register(first)).toMatchObject(refused("device_code_unknown"));
  valueOf(await register(again));
  // Once it is used there is nothing left to tell.
  expect(valueOf((await issue([], commandId)).answer).code).toBeNull();
});
