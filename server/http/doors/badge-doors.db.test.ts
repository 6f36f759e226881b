import { v7 as newId } from "uuid";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { issueBadge as issueBadgeOf } from "#commands/access/issue-badge.ts";
import { addMember } from "#commands/access/add-member.ts";
import { runCommand } from "#commands/run-command.ts";
import { ok } from "#kernel/result.ts";
import { isBadgeCode } from "#modules/access/contract/badge-code.ts";
import type { Role } from "#modules/access/contract/roles.ts";
import { createBadgeCode } from "#server/identity/badge-code.ts";
import { hashPin } from "#server/identity/member-sessions.ts";
import { openTestWorld, refused, type TestWorld, valueOf } from "#test/builders/a-workspace.ts";
import { openBrowser, openServices } from "#test/builders/services.ts";
import { readPdf } from "#test/read-pdf.ts";
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

const { issueBadge, revokeBadge, registerDevice, changeMember, revokeDevice } = accessDoors.workspaceActs;

const aBrowser = () => openBrowser(resolveAsker);

let shop: Awaited<ReturnType<typeof aShop>>;
beforeEach(async () => {
  shop = await aShop();
});

/** A workspace with an owner, a registered tablet and an operator whose name is not English. */
async function aShop() {
  const tablet = aBrowser();
  const password = "correct horse battery";
  const { workspace } = valueOf(
    await publicActs.signUp(
      services,
      {
        name: "Olena",
        email: `${newId()}@example.com`,
        password,
        workspaceName: "Кава",
        currency: "UAH",
        language: "uk",
        timeZone: "Europe/Kyiv",
      },
      tablet.exchange(),
    ),
  );
  const { slug } = workspace;
  const asker = await tablet.asks(slug);
  if (asker === null) throw new Error("The owner is let in");
  const { workspaceId } = asker;
  const asking = (actor = asker.actor) => ({ workspaceId, actor, commandId: newId(), now: new Date() });
  const { deviceId } = valueOf(
    await registerDevice(services, { name: "Tablet" }, asking(), tablet.exchange()),
  );
  const addOne = async (name: string, ...roles: Role[]) =>
    valueOf(
      await runCommand(
        services.database,
        addMember(hashPin),
        { name, roles, tradeIds: [], pin: "4711" },
        asking(),
      ),
    ).memberId;
  const memberId = await addOne("Іван Їжак", "operator");
  const print = (by = asking()) => issueBadge(services, { memberId }, by, aBrowser().exchange());
  /** Without the paper, which takes a while. */
  const issue = (to = memberId, by = asking(), { code, secretHash } = createBadgeCode()) =>
    runCommand(services.database, issueBadgeOf(secretHash), { memberId: to }, by).then((issued) =>
      issued.ok ? ok(code) : issued,
    );
  const enter = (badge: string, now?: Date, browser = tablet) =>
    publicActs.signInByBadge(services, { badge }, browser.exchange(now));
  return {
    tablet,
    slug,
    workspaceId,
    deviceId,
    memberId,
    asking,
    addOne,
    print,
    issue,
    enter,
    ownerId: asker.memberId,
  };
}

/** What a camera reads from the paper, and what a person does. */
async function paperOf(issued: { pdf: string | null }): Promise<{ code: string; text: string }> {
  const { codes, text, pages } = await readPdf(Buffer.from(issued.pdf ?? "", "base64"));
  expect(pages).toBe(1);
  return { code: codes[0] ?? "", text };
}
const codeOf = async (issued: { pdf: string | null }): Promise<string> => (await paperOf(issued)).code;

const wrong = (place: number): string => String(place).padStart(42, "0");

test("what is printed has the name, and signs that person in on the registered device", async () => {
  const { tablet, slug, memberId, print, enter, workspaceId } = shop;
  const issued = valueOf(await print());
  expect(issued.fileName).toBe("Бейдж — Іван Їжак.pdf");
  const { code, text } = await paperOf(issued);
  expect(isBadgeCode(code)).toBe(true);
  expect(text).toContain("Іван");
  expect(text).toContain("ІЇ");
  expect(await enter(code)).toEqual({ ok: true, value: { workspace: { slug, name: "Кава" } } });
  expect(await tablet.asks(slug)).toMatchObject({ memberId, byPin: true, actor: { roles: ["operator"] } });
  const { rows } = await world.pool.query(
    "select way from auth.member_session where workspace_id = $1 and member_id = $2",
    [workspaceId, memberId],
  );
  expect(rows).toEqual([{ way: "badge" }]);
});

test("a badge is nothing on another device, nor on one whose registration has ended", async () => {
  const { issue, enter, deviceId, asking } = shop;
  const code = valueOf(await issue());
  expect(await enter(code, undefined, aBrowser())).toMatchObject(refused("device_unknown"));
  valueOf(await revokeDevice(services, { deviceId }, asking(), aBrowser().exchange()));
  expect(await enter(code)).toMatchObject(refused("device_unknown"));
});

test("a badge of another workspace is unknown", async () => {
  const other = await aShop();
  const code = valueOf(await other.issue());
  expect(await shop.enter(code)).toMatchObject(refused("badge_unknown"));
});

test("a new badge ends the one before; an ended one is told so, and is no attempt to guess", async () => {
  const { issue, enter } = shop;
  const before = valueOf(await issue());
  const after = valueOf(await issue());
  expect(after).not.toBe(before);
  for (let turn = 0; turn < 6; turn += 1) expect(await enter(before)).toMatchObject(refused("badge_revoked"));
  expect((await enter(after)).ok).toBe(true);
});

test("to end a badge ends what it has opened; twice is once", async () => {
  const { issue, enter, memberId, workspaceId, asking } = shop;
  const code = valueOf(await issue());
  valueOf(await enter(code));
  const end = () => revokeBadge(services, { memberId }, asking(), aBrowser().exchange());
  expect(await end()).toEqual({ ok: true, value: {} });
  expect(await end()).toEqual({ ok: true, value: {} });
  expect(await enter(code)).toMatchObject(refused("badge_revoked"));
  const { rows: open } = await world.pool.query(
    "select 1 from auth.member_session where workspace_id = $1 and ended_at is null",
    [workspaceId],
  );
  expect(open).toEqual([]);
  const { rows } = await world.pool.query<{ kind: string }>(
    "select kind from fact where workspace_id = $1 and thing_id = $2 order by version",
    [workspaceId, memberId],
  );
  expect(rows.map(({ kind }) => kind)).toEqual(["member_added", "badge_issued", "badge_revoked"]);
});

test("whoever has left is not let in by the badge they took along, and is given no new one", async () => {
  const { issue, enter, memberId, asking } = shop;
  const code = valueOf(await issue());
  valueOf(await changeMember(services, { memberId, active: false }, asking(), aBrowser().exchange()));
  expect(await enter(code)).toMatchObject(refused("badge_revoked"));
  expect(await issue()).toMatchObject(refused("member_inactive"));
});

test("five codes that are no badge lock badges on the device for five minutes, and no PIN", async () => {
  const { issue, enter, memberId, tablet } = shop;
  const code = valueOf(await issue());
  const now = new Date();
  for (let turn = 0; turn < 4; turn += 1)
    expect(await enter(wrong(turn), now)).toMatchObject(refused("badge_unknown"));
  const locked = { refusal: { code: "badge_locked", data: { retryAfter: 300 } } };
  expect(await enter(wrong(5), now)).toMatchObject(locked);
  expect(await enter(code, now)).toMatchObject(locked);
  expect((await publicActs.signInByPin(services, { memberId, pin: "4711" }, tablet.exchange(now))).ok).toBe(
    true,
  );
  expect((await enter(code, new Date(now.getTime() + 300_000))).ok).toBe(true);
  // A badge that worked starts the count anew.
  for (let turn = 0; turn < 4; turn += 1)
    expect(await enter(wrong(turn), now)).toMatchObject(refused("badge_unknown"));
});

test("codes that are tried at the same moment are all counted", async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, (_, place) => shop.enter(wrong(place))));
  const codes = answers.map((answer) => (answer.ok ? "ok" : answer.refusal.code)).toSorted();
  expect(codes).toEqual([...Array(4).fill("badge_locked"), ...Array(4).fill("badge_unknown")]);
});

test("an issue that comes again is one badge, and the paper of its last answer works", async () => {
  const { print, enter, asking } = shop;
  const again = asking();
  const first = valueOf(await print(again));
  const second = valueOf(await print(again));
  expect(second.badgeId).toBe(first.badgeId);
  expect(await enter(await codeOf(first))).toMatchObject(refused("badge_unknown"));
  expect((await enter(await codeOf(second))).ok).toBe(true);
});

test("a supervisor issues badges to operators, and none to whoever may do more; nor does an operator", async () => {
  const { issue, addOne, asking, ownerId } = shop;
  const supervisorId = await addOne("Taras", "supervisor");
  const accountantId = await addOne("Maria", "accountant");
  const actor = {
    kind: "member" as const,
    memberId: supervisorId,
    roles: ["supervisor" as const],
    tradeIds: [],
  };
  expect((await issue(shop.memberId, asking(actor))).ok).toBe(true);
  expect((await issue(supervisorId, asking(actor))).ok).toBe(true);
  expect(await issue(accountantId, asking(actor))).toMatchObject(refused("not_allowed"));
  expect(await issue(ownerId, asking(actor))).toMatchObject(refused("owner_only"));
  expect(await issue(newId(), asking(actor))).toMatchObject(refused("member_unknown"));
  const operator = { ...actor, memberId: shop.memberId, roles: ["operator" as const] };
  expect(await issue(shop.memberId, asking(operator))).toMatchObject(refused("not_allowed"));
});

test("the code is kept nowhere: not with the command, nor in a fact, nor as it is with the badge", async () => {
  const code = await codeOf(valueOf(await shop.print()));
  valueOf(await shop.enter(code));
  const { rows } = await world.pool.query<{ told: string }>(
    `select (select string_agg(c::text, '') from command c where c.workspace_id = $1)
       || (select string_agg(f::text, '') from fact f where f.workspace_id = $1)
       || (select string_agg(b::text, '') from badge b where b.workspace_id = $1) as told`,
    [shop.workspaceId],
  );
  expect(rows[0]?.told).toContain("badge_issued");
  expect(rows[0]?.told).not.toContain(code);
});
