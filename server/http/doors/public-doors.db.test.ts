import { v7 as newId } from "uuid";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { addMember } from "#commands/access/add-member.ts";
import { inviteMember } from "#commands/access/invite-member.ts";
import { runCommand } from "#commands/run-command.ts";
import { accessRoutes } from "#modules/access/contract/routes.ts";
import { hashPin } from "#server/identity/member-sessions.ts";
import { openTestWorld, refused, type TestWorld, valueOf } from "#test/builders/a-workspace.ts";
import { type Browser, openBrowser, openServices } from "#test/builders/services.ts";
import type { ResolveAsker, Services } from "../door-types.ts";
import { createResolveAsker } from "../resolve-asker.ts";
import { accessDoors } from "./access-doors.ts";
import { publicActs } from "./public-doors.ts";

let world: TestWorld;
let services: Services;
let resolveAsker: ResolveAsker;

beforeAll(async () => {
  world = await openTestWorld();
  services = openServices(world);
  resolveAsker = createResolveAsker(services);
});
afterAll(async () => {
  await services.people.close();
  await world.drop();
});

const aBrowser = () => openBrowser(resolveAsker);

const password = "correct horse battery";
let email: string;
beforeEach(() => {
  email = `${newId()}@example.com`;
});
const signUpInput = (wish: object = {}) => ({
  name: "Olena",
  email,
  password,
  workspaceName: "Kava",
  currency: "UAH" as const,
  language: "en" as const,
  timeZone: "Europe/Kyiv",
  ...wish,
});
const signUp = (browser: Browser, wish: object = {}) =>
  publicActs.signUp(services, signUpInput(wish), browser.exchange());
const signIn = (browser: Browser, wish: object = {}) =>
  publicActs.signIn(services, { email, password, ...wish }, browser.exchange());
const whoAmI = async (browser: Browser) => valueOf(await publicActs.whoAmI(services, {}, browser.exchange()));

/** An owner in a browser, and what they may do there as commands. */
async function anOwner() {
  const browser = aBrowser();
  const { workspace } = valueOf(await signUp(browser));
  const asker = await browser.asks(workspace.slug);
  if (asker === null) throw new Error("The owner is let in");
  const { workspaceId, actor } = asker;
  const asking = () => ({ workspaceId, actor, commandId: newId(), now: new Date() });
  return { browser, slug: workspace.slug, workspaceId, asking };
}

test("whoever signs up is signed in, as the owner of a workspace of their own", async () => {
  const browser = aBrowser();
  const { workspace } = valueOf(await signUp(browser));
  expect(workspace.name).toBe("Kava");
  expect(await whoAmI(browser)).toEqual({
    person: { name: "Olena", email },
    workspaces: [{ ...workspace, isExample: false }],
  });
  expect(await browser.asks(workspace.slug)).toMatchObject({
    actor: { kind: "member", roles: ["owner"] },
    memberName: "Olena",
    language: "en",
    timeZone: "Europe/Kyiv",
    byPin: false,
  });
  expect(await browser.asks("nowhere")).toBeNull();
  await publicActs.signOut(services, {}, browser.exchange());
  expect(browser.jar.size).toBe(0);
  expect(await whoAmI(browser)).toEqual({ person: null, workspaces: [] });
  expect(valueOf(await signIn(browser)).workspaces).toEqual([{ ...workspace, isExample: false }]);
});

test("an ended session lets nobody in, though its cookie is kept", async () => {
  const { browser, slug } = await anOwner();
  const stolen = browser.headers();
  expect(await resolveAsker(stolen, slug)).not.toBeNull();
  await publicActs.signOut(services, {}, browser.exchange());
  expect(await resolveAsker(stolen, slug)).toBeNull();
});

test("another's workspace is none of theirs", async () => {
  const { slug } = await anOwner();
  email = `${newId()}@example.com`;
  const other = await anOwner();
  expect(await other.browser.asks(slug)).toBeNull();
});

test("a known e-mail is taken, with the right password or a wrong one, and makes nothing", async () => {
  valueOf(await signUp(aBrowser()));
  expect(await signUp(aBrowser())).toMatchObject(refused("email_taken"));
  expect(await signUp(aBrowser(), { password: "another long word" })).toMatchObject(refused("email_taken"));
  expect(valueOf(await signIn(aBrowser())).workspaces).toHaveLength(1);
  expect(await signUp(aBrowser(), { email: `x${email}`, password: "short" })).toMatchObject(
    refused("password_weak"),
  );
});

test("a person without a workspace goes on where their sign-up broke off, and twice at once makes one", async () => {
  valueOf(await services.people.createUser({ email, password, name: "Olena" }));
  const browser = aBrowser();
  expect(valueOf(await signIn(browser))).toEqual({ workspaces: [] });
  expect(await signUp(aBrowser(), { password: "another long word" })).toMatchObject(refused("email_taken"));
  const answers = await Promise.all([signUp(aBrowser()), signUp(aBrowser()), signUp(aBrowser())]);
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  expect((await whoAmI(browser)).workspaces).toHaveLength(1);
});

test("roles that are taken away, and leaving, count from the next request on", async () => {
  const { slug, asking } = await anOwner();
  const { workspaceActs } = accessDoors;
  const invited = valueOf(
    await runCommand(
      services.database,
      inviteMember,
      { name: "Petro", email: `p${email}`, roles: ["supervisor"], tradeIds: [] },
      asking(),
    ),
  );
  const petro = aBrowser();
  const accepted = { token: invited.token, password, language: "uk" as const };
  valueOf(await publicActs.acceptInvitation(services, accepted, petro.exchange()));
  const asker = await petro.asks(slug);
  expect(asker?.actor).toMatchObject({ roles: ["supervisor"] });
  // As they read the invitation, though the workspace speaks English.
  expect(asker?.language).toBe("uk");

  const memberId = asker?.memberId ?? "";
  const change = async (wish: object) =>
    valueOf(await workspaceActs.changeMember(services, { memberId, ...wish }, asking(), petro.exchange()));
  await change({ roles: ["operator"] });
  expect((await petro.asks(slug))?.actor).toMatchObject({ roles: ["operator"] });
  await change({ active: false });
  expect(await petro.asks(slug)).toBeNull();
  expect(await whoAmI(petro)).toMatchObject({ person: { name: "Petro" }, workspaces: [] });
});

test("an invitation shows what it invites to, and lets one in once", async () => {
  const { slug, asking } = await anOwner();
  const input = { name: "Petro", email: `P${email}`, roles: ["supervisor" as const], tradeIds: [] };
  const { token } = valueOf(await runCommand(services.database, inviteMember, input, asking()));
  const show = (given: string, now = new Date()) =>
    publicActs.showInvitation(services, { token: given }, aBrowser().exchange(now));
  expect(await show(token)).toEqual({
    ok: true,
    value: { workspaceName: "Kava", name: "Petro", email: `p${email}` },
  });
  const unknown = refused("invitation_unknown");
  expect(await show(`${token.slice(0, -43)}${"x".repeat(43)}`)).toMatchObject(unknown);
  expect(await show("not.a.token")).toMatchObject(unknown);
  expect(await show(token, new Date(Date.now() + 8 * 86_400_000))).toMatchObject(unknown);

  const accept = (wish: object = {}, browser = aBrowser()) =>
    publicActs.acceptInvitation(services, { token, password, ...wish }, browser.exchange());
  expect(await accept({ password: "short" })).toMatchObject(refused("password_weak"));
  const answers = await Promise.all([accept(), accept()]);
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  expect(answers.find((answer) => answer.ok)).toMatchObject({ value: { workspace: { slug, name: "Kava" } } });
  expect(await accept()).toMatchObject(unknown);
  expect(await show(token)).toMatchObject(unknown);
});

test("somebody whom we know accepts with the password they have, and comes back with the roles of now", async () => {
  const { slug, asking } = await anOwner();
  email = `p${email}`;
  valueOf(await services.people.createUser({ email, password, name: "Petro" }));
  const invite = async (role: "operator" | "supervisor") => {
    const input = { name: "Petro", email, roles: [role], tradeIds: [] };
    return valueOf(await runCommand(services.database, inviteMember, input, asking())).token;
  };
  const petro = aBrowser();
  const accept = (token: string, word = password) =>
    publicActs.acceptInvitation(services, { token, password: word }, petro.exchange());
  const token = await invite("operator");
  expect(await accept(token, "another long word")).toMatchObject(refused("sign_in_failed"));
  valueOf(await accept(token));
  const first = await petro.asks(slug);

  const leave = { memberId: first?.memberId ?? "", active: false };
  valueOf(await accessDoors.workspaceActs.changeMember(services, leave, asking(), petro.exchange()));
  expect(await petro.asks(slug)).toBeNull();
  valueOf(await accept(await invite("supervisor")));
  expect(await petro.asks(slug)).toMatchObject({
    memberId: first?.memberId,
    actor: { roles: ["supervisor"] },
  });
});

/** A registered tablet, and an operator with the PIN 4711. */
async function aTablet() {
  const owner = await anOwner();
  const input = { name: "Ivan", roles: ["operator" as const], tradeIds: [], pin: "4711" };
  const { memberId } = valueOf(
    await runCommand(services.database, addMember(hashPin), input, owner.asking()),
  );
  const tablet = owner.browser;
  const register = (asking = owner.asking()) =>
    accessDoors.workspaceActs.registerDevice(services, { name: "Tablet" }, asking, tablet.exchange());
  const { deviceId } = valueOf(await register());
  const enter = (pin: string, now?: Date, browser: Browser = tablet) =>
    publicActs.signInByPin(services, { memberId, pin }, browser.exchange(now));
  return { ...owner, tablet, memberId, deviceId, enter, register };
}

test("on a registered device an operator taps their face and types their PIN; the person before is signed out", async () => {
  const { tablet, slug, memberId, enter } = await aTablet();
  expect(valueOf(await publicActs.showDevice(services, {}, tablet.exchange()))).toEqual({
    device: {
      name: "Tablet",
      workspace: { slug, name: "Kava" },
      language: "en",
      members: [{ id: memberId, name: "Ivan", hasPin: true, signedInAt: null, working: null }],
    },
  });
  const ownersCookies = tablet.headers();
  expect(await enter("4711")).toEqual({ ok: true, value: { workspace: { slug, name: "Kava" } } });
  expect(await tablet.asks(slug)).toMatchObject({ memberId, byPin: true, actor: { roles: ["operator"] } });
  expect(await resolveAsker(ownersCookies, slug)).toBeNull();
  expect(await whoAmI(tablet)).toEqual({
    person: null,
    workspaces: [{ slug, name: "Kava", isExample: false }],
  });

  // And the other way round: a person who signs in there is not the operator any more.
  const operatorsCookies = tablet.headers();
  valueOf(await signIn(tablet));
  expect(await tablet.asks(slug)).toMatchObject({ byPin: false, actor: { roles: ["owner"] } });
  expect(await resolveAsker(operatorsCookies, slug)).toBeNull();
  await publicActs.signOut(services, {}, tablet.exchange());
  // It stays a registered device.
  expect(valueOf(await publicActs.showDevice(services, {}, tablet.exchange())).device?.name).toBe("Tablet");
});

test("wrong PINs are counted though refused, the fifth locks for five minutes, and even the right one waits", async () => {
  const { enter } = await aTablet();
  const now = new Date();
  for (let turn = 0; turn < 4; turn += 1)
    expect(await enter("0000", now)).toMatchObject(refused("pin_wrong"));
  const locked = { refusal: { code: "pin_locked", data: { retryAfter: 300 } } };
  expect(await enter("0000", now)).toMatchObject(locked);
  expect(await enter("4711", now)).toMatchObject(locked);
  expect((await enter("4711", new Date(now.getTime() + 300_000))).ok).toBe(true);
});

test("a PIN is nothing without the device, nor after it was revoked, nor for somebody else's", async () => {
  const { tablet, slug, deviceId, memberId, enter, asking } = await aTablet();
  expect(await enter("4711", undefined, aBrowser())).toMatchObject(refused("device_unknown"));
  const forged = aBrowser();
  const cookie = tablet.jar.get("treadle_device") ?? "";
  forged.jar.set("treadle_device", `${cookie.slice(0, -43)}${"x".repeat(43)}`);
  expect(await enter("4711", undefined, forged)).toMatchObject(refused("device_unknown"));
  expect(valueOf(await publicActs.showDevice(services, {}, forged.exchange())).device).toBeNull();

  const stranger = { memberId: newId(), pin: "4711" };
  expect(await publicActs.signInByPin(services, stranger, tablet.exchange())).toMatchObject(
    refused("pin_wrong"),
  );
  valueOf(await enter("4711"));
  expect(await tablet.asks(slug)).toMatchObject({ memberId });
  const { revokeDevice } = accessDoors.workspaceActs;
  valueOf(await revokeDevice(services, { deviceId }, asking(), aBrowser().exchange()));
  expect(await tablet.asks(slug)).toBeNull();
  expect(await enter("4711")).toMatchObject(refused("device_unknown"));
});

test("a PIN session is of its own workspace alone", async () => {
  const { tablet, enter } = await aTablet();
  valueOf(await enter("4711"));
  email = `${newId()}@example.com`;
  const other = await anOwner();
  expect(await tablet.asks(other.slug)).toBeNull();
});

test("a registration that comes again is one device, and its last answer's cookie works", async () => {
  const { tablet, asking, enter, register, workspaceId } = await aTablet();
  const again = asking();
  const first = valueOf(await register(again));
  tablet.jar.delete("treadle_device");
  expect(valueOf(await register(again))).toEqual(first);
  expect((await enter("4711")).ok).toBe(true);
  const { rows } = await world.pool.query("select 1 from device where workspace_id = $1", [workspaceId]);
  expect(rows).toHaveLength(2);
});

test("the secrets of devices and invitations are nowhere in the log of commands but in the invitation's own answer", async () => {
  const { tablet, workspaceId } = await aTablet();
  const secret = (tablet.jar.get("treadle_device") ?? "").slice(-43);
  expect(secret).toHaveLength(43);
  const { rows } = await world.pool.query<{ told: string }>(
    `select coalesce(string_agg(c.answer::text, ''), '') || (select string_agg(f.data::text, '') from fact f where f.workspace_id = $1) as told
     from command c where c.workspace_id = $1`,
    [workspaceId],
  );
  expect(rows[0]?.told).not.toContain(secret);
  expect(rows[0]?.told).not.toContain('"4711"');
});

test("every public route has its door", () => {
  const names = Object.entries(accessRoutes).flatMap(([name, route]) =>
    route.scope === "workspace" ? [] : [name],
  );
  expect(Object.keys(publicActs).sort()).toEqual(names.sort());
});
