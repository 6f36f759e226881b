import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { addStopReason } from "#commands/production/add-stop-reason.ts";
import { changeStopReason } from "#commands/production/change-stop-reason.ts";
import { accessRoutes } from "#modules/access/contract/routes.ts";
import { countPinAttempt, forgivePinAttempts } from "#modules/access/store/member-pin.ts";
import { listDevices } from "#modules/access/views/list-devices.ts";
import { listMembers } from "#modules/access/views/list-members.ts";
import { listTrades } from "#modules/access/views/list-trades.ts";
import { showWorkspace } from "#modules/access/views/show-workspace.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { listStopReasons } from "#modules/production/views/list-stop-reasons.ts";
import { inWorkspace } from "#server/database/workspace-transaction.ts";
import {
  openTestWorld,
  refused,
  type TestWorkspace,
  type TestWorld,
  testNow,
} from "#test/builders/a-workspace.ts";
import { addMember } from "./add-member.ts";
import { addTrade } from "./add-trade.ts";
import { changeMember } from "./change-member.ts";
import { changeTrade } from "./change-trade.ts";
import { changeWorkspace } from "./change-workspace.ts";
import { inviteMember } from "./invite-member.ts";
import { registerDevice } from "./register-device.ts";
import { revokeDevice } from "./revoke-device.ts";
import { setLanguage } from "./set-language.ts";
import { setPin } from "./set-pin.ts";

let world: TestWorld;
let workspace: TestWorkspace;

beforeAll(async () => {
  world = await openTestWorld();
});
beforeEach(async () => {
  workspace = await world.aWorkspace();
});
afterAll(() => world.drop());

const hashPin = (pin: string) => Promise.resolve(`hash of ${pin}`);
const members = async (as = workspace.owner) =>
  (await workspace.see(accessRoutes.listMembers, listMembers, {}, { as })).rows;

test("a new workspace has an owner, hours, a pipeline, warehouses and reasons, in its language, each with its fact", async () => {
  const ours = await world.aWorkspace({ name: "Майстерня «Дуб»", language: "uk" });
  expect(ours.slug).toBe("maisternia-dub");
  const me = await ours.see(accessRoutes.showWorkspace, showWorkspace, {});
  expect(me).toMatchObject({
    workspace: {
      slug: "maisternia-dub",
      language: "uk",
      calendar: { "1": ["09:00", "18:00"] },
      allowNegativeStock: true,
    },
    member: { id: ours.ownerId, roles: ["owner"], byPin: false },
  });
  expect(Object.keys(me.workspace.calendar)).toEqual(["1", "2", "3", "4", "5"]);
  expect(me.actions).toContain("rate.set");
  const reasons = await ours.see(productionRoutes.listStopReasons, listStopReasons, {});
  expect(reasons.rows.map(({ kind, name, paid }) => `${kind} ${name} ${paid}`)).toEqual([
    "pause Технологічна перерва true",
    "pause Обід false",
    "pause Перевантаження обладнання true",
    "block Немає матеріалу false",
    "block Обладнання не працює false",
    "block Очікує рішення false",
  ]);
  const count = (kind: string) => facts.filter((fact) => fact.kind === kind).length;
  const facts = await ours.facts();
  expect(
    [
      "workspace_created",
      "member_added",
      "pipeline_added",
      "deal_status_added",
      "warehouse_added",
      "stop_reason_added",
    ].map(count),
  ).toEqual([1, 1, 1, 9, 2, 6]);
  expect((await ours.see(accessRoutes.listTrades, listTrades, {})).rows).toEqual([]);
});

test("workspaces of one name get addresses of their own, also when they come at once", async () => {
  const made = await Promise.all(Array.from({ length: 12 }, () => world.aWorkspace({ name: "Kava" })));
  const slugs = made.map(({ slug }) => slug);
  expect(new Set(slugs).size).toBe(12);
  expect(slugs).toContain("kava");
  expect(slugs).toContain("kava-2");
});

test("the workspace's settings change, and say from what to what", async () => {
  const calendar = { "6": ["10:00", "14:00"] };
  await workspace.run(changeWorkspace, { timeZone: "Europe/Warsaw", calendar, allowNegativeStock: false });
  await workspace.run(changeWorkspace, { timeZone: "Europe/Warsaw" });
  const me = await workspace.see(accessRoutes.showWorkspace, showWorkspace, {});
  expect(me.workspace).toMatchObject({
    timeZone: "Europe/Warsaw",
    calendar,
    allowNegativeStock: false,
    version: 2,
  });
  const facts = (await workspace.facts(workspace.workspaceId)).slice(1);
  expect(facts).toMatchObject([
    {
      kind: "workspace_changed",
      version: 2,
      data: { timeZone: { from: "Europe/Kyiv", to: "Europe/Warsaw" } },
    },
  ]);
  const supervisor = await workspace.aMember("supervisor");
  expect(await workspace.ask(changeWorkspace, { name: "Mine" }, { as: supervisor })).toMatchObject(
    refused("not_allowed"),
  );
});

test("everybody chooses their own language, and nobody another's", async () => {
  const operator = await workspace.aMember("operator");
  await workspace.run(setLanguage, { language: "uk" }, { as: operator });
  const see = (as = workspace.owner) => workspace.see(accessRoutes.showWorkspace, showWorkspace, {}, { as });
  expect((await see(operator)).member.language).toBe("uk");
  expect((await see()).member.language).toBe("en");
});

test("a member comes with roles, trades and a PIN; the facts don't say who they are", async () => {
  const { tradeId } = await workspace.run(addTrade, { name: "Roaster" });
  const input = {
    name: "Іван Коваль",
    roles: ["operator", "operator"] as const,
    tradeIds: [tradeId],
    pin: "4711",
  };
  const { memberId } = await workspace.run(addMember(hashPin), { ...input, roles: [...input.roles] });
  expect((await members()).find(({ id }) => id === memberId)).toEqual({
    id: memberId,
    name: "Іван Коваль",
    email: null,
    roles: ["operator"],
    tradeIds: [tradeId],
    active: true,
    hasPin: true,
    hasBadge: false,
    hasPassword: false,
    version: 1,
  });
  await workspace.run(changeMember, { memberId, name: "Іван Петренко", active: false });
  const facts = await workspace.facts(memberId);
  expect(facts).toMatchObject([
    { kind: "member_added", version: 1, data: { roles: ["operator"], tradeIds: [tradeId], pin: true } },
    { kind: "member_changed", version: 2, data: { renamed: true, active: { from: true, to: false } } },
  ]);
  expect(JSON.stringify(await workspace.facts())).not.toMatch(/Іван|"4711"/);
  expect((await members()).at(-1)?.id).toBe(memberId);
});

test("a trade or a member of another workspace is unknown here", async () => {
  const theirs = await world.aWorkspace();
  const { tradeId } = await theirs.run(addTrade, { name: "Joiner" });
  const unknown = refused("trade_unknown", ["tradeIds", 0]);
  const wish = { name: "X", roles: ["operator" as const], tradeIds: [tradeId] };
  expect(await workspace.ask(addMember(hashPin), wish)).toMatchObject(unknown);
  expect(await workspace.ask(inviteMember, { ...wish, email: "x@example.com" })).toMatchObject(unknown);
  const { memberId } = await workspace.aMember("operator");
  expect(await workspace.ask(changeMember, { memberId, tradeIds: [tradeId] })).toMatchObject(unknown);
  expect(await workspace.ask(changeTrade, { tradeId, name: "X" })).toMatchObject(
    refused("trade_unknown", ["tradeId"]),
  );
  const stranger = refused("member_unknown", ["memberId"]);
  expect(await workspace.ask(changeMember, { memberId: theirs.ownerId, active: false })).toMatchObject(
    stranger,
  );
  expect(await workspace.ask(setPin(hashPin), { memberId: theirs.ownerId, pin: "1234" })).toMatchObject(
    stranger,
  );
});

test("only an owner makes an owner, by any door", async () => {
  const admin = await workspace.aMember("admin");
  const { memberId } = await workspace.aMember("operator");
  const roles = ["owner" as const];
  for (const answer of [
    await workspace.ask(addMember(hashPin), { name: "X", roles }, { as: admin }),
    await workspace.ask(inviteMember, { name: "X", email: "x@example.com", roles }, { as: admin }),
    await workspace.ask(changeMember, { memberId, roles }, { as: admin }),
    await workspace.ask(changeMember, { memberId: workspace.ownerId, roles: ["admin"] }, { as: admin }),
    await workspace.ask(changeMember, { memberId: workspace.ownerId, active: false }, { as: admin }),
    await workspace.ask(setPin(hashPin), { memberId: workspace.ownerId, pin: "1234" }, { as: admin }),
  ]) {
    expect(answer).toMatchObject(refused("owner_only"));
  }
  expect((await workspace.ask(changeMember, { memberId, roles })).ok).toBe(true);
});

test("the last active owner stays, and of two who remove each other at once one is left", async () => {
  const { ownerId } = workspace;
  const last = refused("last_owner");
  expect(await workspace.ask(changeMember, { memberId: ownerId, active: false })).toMatchObject(last);
  expect(await workspace.ask(changeMember, { memberId: ownerId, roles: ["admin"] })).toMatchObject(last);
  const second = await workspace.aMember("owner");
  for (let round = 0; round < 5; round += 1) {
    const answers = await Promise.all([
      workspace.ask(changeMember, { memberId: second.memberId, active: false }),
      workspace.ask(changeMember, { memberId: ownerId, active: false }, { as: second }),
    ]);
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(answers.find((answer) => !answer.ok)).toMatchObject(last);
    await world.pool.query("update member set active = true where workspace_id = $1", [
      workspace.workspaceId,
    ]);
  }
});

test("a supervisor sets an operator's PIN, and nobody's who may do more", async () => {
  const supervisor = await workspace.aMember("supervisor");
  const operator = await workspace.aMember("operator");
  const accountant = await workspace.aMember("accountant");
  const set = (memberId: string) =>
    workspace.ask(setPin(hashPin), { memberId, pin: "4711" }, { as: supervisor });
  expect((await set(operator.memberId)).ok).toBe(true);
  expect((await set(supervisor.memberId)).ok).toBe(true);
  expect(await set(accountant.memberId)).toMatchObject(refused("not_allowed"));
  expect(await set(workspace.ownerId)).toMatchObject(refused("owner_only"));
  expect(await workspace.facts(operator.memberId)).toMatchObject([{ kind: "pin_set", version: 2, data: {} }]);
});

test("five wrong PINs lock, also when a hundred come at once; a right one forgives, a new PIN unlocks", async () => {
  const { memberId } = await workspace.run(addMember(hashPin), {
    name: "I",
    roles: ["operator"],
    pin: "4711",
  });
  const write = <T>(work: Parameters<typeof inWorkspace<T>>[3]) =>
    inWorkspace<T>(world.database, workspace.workspaceId, "write", work);
  const attempt = (now = testNow) =>
    write(async (tx) => ({ commit: true, value: await countPinAttempt(tx, memberId, now) }));
  const forgive = (pinHash: string) =>
    write(async (tx) => ({ commit: true, value: await forgivePinAttempts(tx, memberId, pinHash) }));

  const kinds = (await Promise.all(Array.from({ length: 100 }, () => attempt()))).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === "try")).toHaveLength(5);
  const until = new Date(testNow.getTime() + 300_000);
  expect(await attempt()).toEqual({ kind: "locked", until });
  expect(await attempt(until)).toMatchObject({ kind: "try", lockedUntil: null });

  expect(await forgive("another hash")).toBe(false);
  expect(await forgive("hash of 4711")).toBe(true);
  for (let turn = 0; turn < 4; turn += 1) expect(await attempt()).toMatchObject({ lockedUntil: null });
  expect(await attempt()).toMatchObject({ kind: "try", lockedUntil: until });
  await workspace.run(setPin(hashPin), { memberId, pin: "0815" });
  expect(await attempt()).toMatchObject({ kind: "try", pinHash: "hash of 0815" });
  expect(
    await write(async (tx) => ({
      commit: true,
      value: await countPinAttempt(tx, workspace.ownerId, testNow),
    })),
  ).toEqual({
    kind: "unknown",
  });
});

test("an e-mail that an active member has is not invited", async () => {
  const invite = (email: string) => workspace.ask(inviteMember, { name: "X", email, roles: ["operator"] });
  expect(await invite("OWNER@example.com")).toMatchObject(refused("already_member", ["email"]));
  const invited = await invite("new@example.com");
  if (!invited.ok) throw new Error("The invitation was refused");
  expect(invited.value.token).toContain(invited.value.invitationId);
  expect(JSON.stringify(await workspace.facts())).not.toMatch(/new@example/);
});

test("a trade's name is one trade's", async () => {
  const { tradeId } = await workspace.run(addTrade, { name: "Roaster" });
  expect(await workspace.ask(addTrade, { name: "Roaster" })).toMatchObject(refused("name_taken"));
  const other = await workspace.run(addTrade, { name: "Packer" });
  expect(await workspace.ask(changeTrade, { tradeId: other.tradeId, name: "Roaster" })).toMatchObject(
    refused("name_taken"),
  );
  await workspace.run(changeTrade, { tradeId, archived: true });
  const { rows } = await workspace.see(accessRoutes.listTrades, listTrades, {});
  expect(rows.map(({ name, archived }) => [name, archived])).toEqual([
    ["Packer", false],
    ["Roaster", true],
  ]);
  expect((await workspace.facts(tradeId))[1]).toMatchObject({
    version: 2,
    data: { archived: { from: false, to: true } },
  });
});

test("stop reasons are added, renamed and archived, and their names are one reason's of a kind", async () => {
  const add = (kind: "pause" | "block", name: string) => workspace.ask(addStopReason, { kind, name });
  expect(await add("pause", "Lunch")).toMatchObject(refused("name_taken"));
  expect((await add("block", "Lunch")).ok).toBe(true);
  const { lunch, noMaterial } = workspace.stopReasonIds;
  await workspace.run(changeStopReason, { reasonId: lunch, name: "Dinner", paid: true, archived: true });
  const clash = { reasonId: noMaterial, name: "Lunch" };
  expect(await workspace.ask(changeStopReason, clash)).toMatchObject(refused("name_taken"));
  const { rows } = await workspace.see(productionRoutes.listStopReasons, listStopReasons, {});
  expect(rows.at(-1)).toEqual({ id: lunch, kind: "pause", name: "Dinner", paid: true, archived: true });
  const theirs = await world.aWorkspace();
  const wrong = { reasonId: theirs.stopReasonIds.lunch, name: "X" };
  expect(await workspace.ask(changeStopReason, wrong)).toMatchObject(
    refused("stop_reason_unknown", ["reasonId"]),
  );
  const operator = await workspace.aMember("operator");
  const asOperator = { as: operator };
  expect(await workspace.ask(changeStopReason, { reasonId: lunch, name: "X" }, asOperator)).toMatchObject(
    refused("not_allowed"),
  );
});

test("a device is registered once and revoked once", async () => {
  const { deviceId } = await workspace.run(registerDevice("a hash"), { name: "Tablet" });
  await workspace.run(revokeDevice, { deviceId, reason: "Broken" });
  await workspace.run(revokeDevice, { deviceId });
  const { rows } = await workspace.see(accessRoutes.listDevices, listDevices, {});
  expect(rows).toMatchObject([{ id: deviceId, name: "Tablet", registeredBy: "Owner", revoked: true }]);
  expect((await workspace.facts(deviceId)).map(({ kind, version }) => [kind, version])).toEqual([
    ["device_registered", 1],
    ["device_revoked", 2],
  ]);
  expect(JSON.stringify(await workspace.facts())).not.toContain("a hash");
  const theirs = await world.aWorkspace();
  expect(await theirs.ask(revokeDevice, { deviceId })).toMatchObject(refused("device_unknown", ["deviceId"]));
});

test("members are paged, those who are here before those who left, each once", async () => {
  for (const name of ["Єва", "Їжак", "Адам", "Зоя"]) {
    const { memberId } = await workspace.run(addMember(hashPin), { name, roles: ["operator"] });
    if (name === "Адам") await workspace.run(changeMember, { memberId, active: false });
  }
  const names: string[] = [];
  for (let cursor: string | undefined; ;) {
    const input = { limit: 2, ...(cursor === undefined ? {} : { cursor }) };
    const page = await workspace.see(accessRoutes.listMembers, listMembers, input);
    names.push(...page.rows.map((row) => row.name));
    if (page.next === null) break;
    cursor = page.next;
  }
  expect(names).toEqual(["Owner", "Єва", "Зоя", "Їжак", "Адам"]);
});
