import type { ClientBase } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { silentLog } from "#server/log.ts";
import { createTestDatabase } from "#test/database.ts";
import type { TestDatabase } from "#test/database.ts";
import { createPeople } from "./people.ts";
import type { People } from "./people.ts";

const secret = "a secret for tests that is long enough";
const password = "correct horse battery";
const cookieName = "treadle_session";
let database: TestDatabase;
let people: People;
let number = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  people = open();
});
afterAll(async () => {
  await people.close();
  await database.drop();
});

const open = (more: Partial<Parameters<typeof createPeople>[0]> = {}): People =>
  createPeople({
    database: database.url,
    secret,
    publicUrl: "http://localhost:4000",
    secureCookies: false,
    log: silentLog,
    ...more,
  });
const newEmail = (): string => `person-${(number += 1)}@example.com`;
const newAddress = (): string => `10.0.${(number += 1)}.1`;
const from = (ip = newAddress()) => ({ ip, userAgent: "Test/1.0" });

async function aPerson(): Promise<{ email: string; userId: string }> {
  const email = newEmail();
  const made = await people.createUser({ email, password, name: "Олена" });
  if (!made.ok) throw new Error(made.refusal.code);
  return { email, userId: made.value.userId };
}

async function signedIn(email: string): Promise<{ cookie: string; setCookie: string }> {
  const answer = await people.signIn({ email, password, ...from() });
  if (!answer.ok) throw new Error(answer.refusal.code);
  const setCookie = answer.value.setCookies[0] ?? "";
  return { cookie: setCookie.split(";")[0] ?? "", setCookie };
}

test("a person signs up, signs in, and the cookie says who it is", async () => {
  const { email, userId } = await aPerson();
  const { cookie, setCookie } = await signedIn(email);
  expect(setCookie.startsWith(`${cookieName}=`)).toBe(true);
  expect(setCookie).toMatch(/HttpOnly/i);
  expect(setCookie).toMatch(/SameSite=Lax/i);
  expect(setCookie).toMatch(/Path=\//i);
  expect(setCookie).not.toMatch(/Secure/i);
  const user = await people.resolveUser({ cookie: `theme=dark; ${cookie}; other=1` });
  expect(user).toEqual({ userId, email, name: "Олена", sessionId: expect.any(String) });
});

test("an account alone opens no session", async () => {
  const { userId } = await aPerson();
  const { rows } = await database.pool.query("select 1 from auth.session where user_id = $1", [userId]);
  expect(rows).toEqual([]);
});

test("the password is kept as argon2id and nowhere else", async () => {
  const { userId } = await aPerson();
  const { rows } = await database.pool.query("select password from auth.account where user_id = $1", [
    userId,
  ]);
  expect(rows).toEqual([{ password: expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/) }]);
});

test("the same e-mail in other letters is taken, at once and in turn", async () => {
  const { email } = await aPerson();
  const again = { email: ` ${email.toUpperCase()} `, password, name: "Another" };
  expect(await people.createUser(again)).toMatchObject({ ok: false, refusal: { code: "email_taken" } });

  const contested = newEmail();
  const spellings = [contested, contested.toUpperCase(), contested.replace("person", "Person")];
  const answers = await Promise.all(
    spellings.map((spelling) => people.createUser({ email: spelling, password, name: "Race" })),
  );
  expect(answers.map((answer) => (answer.ok ? "made" : answer.refusal.code)).sort()).toEqual([
    "email_taken",
    "email_taken",
    "made",
  ]);
  const { rows } = await database.pool.query(
    `select count(a.*)::int as accounts from auth."user" u join auth.account a on a.user_id = u.id where u.email = $1`,
    [contested],
  );
  expect(rows).toEqual([{ accounts: 1 }]);
});

test("a new person needs an e-mail that is one, and a password of 8 to 128 characters", async () => {
  const make = (email: string, word: string) => people.createUser({ email, password: word, name: "X" });
  for (const email of [
    "",
    "nobody",
    "a@b",
    "a b@example.com",
    "a@example.com\u0000",
    `${"a".repeat(250)}@example.com`,
  ]) {
    expect(await make(email, password)).toMatchObject({ ok: false, refusal: { code: "email_invalid" } });
  }
  expect(await make(newEmail(), "1234567")).toMatchObject({
    refusal: { code: "password_weak", data: { rule: "too_short", least: 8 }, path: ["password"] },
  });
  expect(await make(newEmail(), "x".repeat(129))).toMatchObject({
    refusal: { code: "password_weak", data: { rule: "too_long", most: 128 } },
  });
  expect(await make(newEmail(), "12345678")).toMatchObject({ ok: true });
});

test("a wrong password and an unknown e-mail get one answer; the right letters in another case get in", async () => {
  const { email } = await aPerson();
  const wrong = await people.signIn({ email, password: `${password}!`, ...from() });
  const unknown = await people.signIn({ email: newEmail(), password, ...from() });
  expect(wrong).toEqual({ ok: false, refusal: { code: "sign_in_failed" } });
  expect(unknown).toEqual(wrong);
  for (const odd of ["", "x".repeat(5_000), "\u0000"]) {
    expect(await people.signIn({ email, password: odd, ...from() })).toEqual(wrong);
    expect(await people.signIn({ email: odd, password, ...from() })).toEqual(wrong);
  }
  expect(await people.signIn({ email: email.toUpperCase(), password, ...from() })).toMatchObject({
    ok: true,
  });
});

test("what a request says about itself can't break a sign-in", async () => {
  const { email, userId } = await aPerson();
  const answer = await people.signIn({
    email,
    password,
    ip: "not an address\n",
    userAgent: "Тест\r\nX: 1\u0000",
  });
  expect(answer).toMatchObject({ ok: true });
  const { rows } = await database.pool.query("select user_agent from auth.session where user_id = $1", [
    userId,
  ]);
  expect(rows).toEqual([{ user_agent: expect.stringContaining("X: 1") }]);
});

test("after ten attempts even the right password waits, there and not elsewhere, on every server", async () => {
  const { email } = await aPerson();
  const ip = newAddress();
  const guesses = Array.from({ length: 10 }, () =>
    people.signIn({ email, password: "wrong word", ...from(ip) }),
  );
  for (const guess of await Promise.all(guesses)) {
    expect(guess).toMatchObject({ refusal: { code: "sign_in_failed" } });
  }
  const second = open();
  const held = await second.signIn({ email: email.toUpperCase(), password, ...from(ip) });
  await second.close();
  expect(held).toMatchObject({ ok: false, refusal: { code: "too_many_attempts" } });
  const retryAfter = held.ok ? 0 : Number(held.refusal.data?.["retryAfter"]);
  expect(retryAfter).toBeGreaterThan(880);
  expect(retryAfter).toBeLessThanOrEqual(900);
  expect(await people.signIn({ email, password, ...from() })).toMatchObject({ ok: true });

  await database.pool.query("update auth.sign_in_attempt set window_ends_at = now() where key like $1", [
    `${ip}%`,
  ]);
  expect(await people.signIn({ email, password, ...from(ip) })).toMatchObject({ ok: true });
});

test("a network that tries many e-mails is held, and a sign-in that worked doesn't count", async () => {
  const limited = open({ limits: { pair: 10, network: 3, windowSeconds: 60 } });
  const { email } = await aPerson();
  // Addresses of one IPv6 subscriber are one network.
  const tries = (last: number, name: string) =>
    limited.signIn({ email: name, password, ip: `2001:db8:1:2::${last}`, userAgent: "" });
  for (let turn = 1; turn <= 5; turn += 1) expect(await tries(turn, email)).toMatchObject({ ok: true });
  for (let turn = 1; turn <= 3; turn += 1) {
    expect(await tries(turn, newEmail())).toMatchObject({ refusal: { code: "sign_in_failed" } });
  }
  expect(await tries(9, newEmail())).toMatchObject({ refusal: { code: "too_many_attempts" } });
  const { rows } = await database.pool.query(
    "select key from auth.sign_in_attempt where key like '2001%' and key like '%@%'",
  );
  expect(rows).toEqual([]);
  await limited.close();
});

test("attempts in both directions at once don't deadlock", async () => {
  const { email } = await aPerson();
  const ip = newAddress();
  const limits = { pair: 1_000, network: 1_000, windowSeconds: 60 };
  const busy = open({ limits });
  const answers = await Promise.all(
    Array.from({ length: 24 }, (_, turn) =>
      busy.signIn({ email, password: turn % 2 === 0 ? password : "wrong word", ...from(ip) }),
    ),
  );
  expect(answers.filter((answer) => answer.ok)).toHaveLength(12);
  await busy.close();
});

test("sign-out ends the session at once, for remembered answers too, and only this one", async () => {
  const { email } = await aPerson();
  const { cookie } = await signedIn(email);
  const other = await signedIn(email);
  expect(await people.resolveUser({ cookie })).not.toBeNull();
  const setCookies = await people.signOut({ cookie });
  expect(setCookies.some((text) => text.startsWith(`${cookieName}=;`) && /Max-Age=0/i.test(text))).toBe(true);
  expect(await people.resolveUser({ cookie })).toBeNull();
  expect(await people.resolveUser({ cookie: other.cookie })).not.toBeNull();
  const second = open();
  expect(await second.resolveUser({ cookie })).toBeNull();
  await second.close();
});

test("sign-out without a session, or with another's words, takes the cookie away and nothing else", async () => {
  const { email } = await aPerson();
  const { cookie } = await signedIn(email);
  for (const headers of [
    {},
    { cookie: "" },
    { cookie: `${cookieName}=nonsense` },
    { cookie: `${cookie}x` },
  ]) {
    expect((await people.signOut(headers)).length).toBeGreaterThan(0);
  }
  expect(await people.resolveUser({ cookie })).not.toBeNull();
});

test("a cookie that was altered, or signed with another secret, is nobody's", async () => {
  const { email } = await aPerson();
  const { cookie } = await signedIn(email);
  expect(await people.resolveUser({ cookie })).not.toBeNull();
  const value = decodeURIComponent(cookie.slice(cookieName.length + 1));
  const [token = "", signature = ""] = value.split(/\.(?=[^.]*$)/);
  const swapped = (text: string) => (text.startsWith("A") ? "B" : "A") + text.slice(1);
  const forged = [
    `${swapped(token)}.${signature}`,
    `${token}.${swapped(signature)}`,
    token,
    `${token}.`,
    `.${signature}`,
    `${token}.${signature}\u00ff`,
    // more than a header can hold
    `${token}.${signature}\u0416`,
    "%E0%A4%A",
    "x".repeat(10_000),
  ];
  for (const words of forged) {
    expect(await people.resolveUser({ cookie: `${cookieName}=${encodeURIComponent(words)}` })).toBeNull();
    expect(await people.resolveUser({ cookie: `${cookieName}=${words}` })).toBeNull();
  }
  const stranger = open({ secret: "another secret that is long enough too" });
  expect(await stranger.resolveUser({ cookie })).toBeNull();
  await stranger.close();
  // The token as the database has it opens nothing without the server's secret.
  const { rows } = await database.pool.query("select 1 from auth.session where token = $1", [token]);
  expect(rows).toHaveLength(1);
});

test("a session that is over is refused, though the cookie is whole", async () => {
  const { email, userId } = await aPerson();
  const { cookie } = await signedIn(email);
  await database.pool.query(
    "update auth.session set expires_at = now() + interval '1 second' where user_id = $1",
    [userId],
  );
  expect(await people.resolveUser({ cookie })).not.toBeNull();
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  // remembered here, unknown to the other: over for both
  expect(await people.resolveUser({ cookie })).toBeNull();
  const second = open();
  expect(await second.resolveUser({ cookie })).toBeNull();
  await second.close();
});

test("a session lives 30 days", async () => {
  const { email, userId } = await aPerson();
  const { setCookie } = await signedIn(email);
  expect(setCookie).toMatch(/Max-Age=2592000/i);
  const { rows } = await database.pool.query(
    "select round(extract(epoch from expires_at - now()) / 86400)::int as days from auth.session where user_id = $1",
    [userId],
  );
  expect(rows).toEqual([{ days: 30 }]);
});

test("on https the cookie is Secure, and can't be planted from plain http", async () => {
  const secure = open({ publicUrl: "https://treadle.example", secureCookies: true });
  const { email } = await aPerson();
  const answer = await secure.signIn({ email, password, ...from() });
  const setCookie = answer.ok ? (answer.value.setCookies[0] ?? "") : "";
  expect(setCookie).toMatch(/^__Secure-treadle_session=.*; Secure/i);
  const value = setCookie.split(";")[0] ?? "";
  expect(await secure.resolveUser({ cookie: value })).toMatchObject({ email });
  expect(await secure.resolveUser({ cookie: value.replace("__Secure-", "") })).toBeNull();
  await secure.close();
});

test("a cookie is looked up in one statement, and by twenty at once in the same one", async () => {
  const { email } = await aPerson();
  const [first, next] = [await signedIn(email), await signedIn(email)];
  const counted = countingStatements();
  const second = open({ database: { connectionString: database.url, onConnect: counted.onConnect } });
  // The library compares the schema once; that is no part of a look-up.
  await second.resolveUser({ cookie: first.cookie });
  const before = counted.statements;
  const users = await Promise.all(
    Array.from({ length: 20 }, () => second.resolveUser({ cookie: next.cookie })),
  );
  expect(users.every((user) => user?.email === email)).toBe(true);
  expect(counted.statements - before).toBe(1);
  await second.close();
});

/** Counts what goes over real connections, from the outside. */
function countingStatements() {
  const counted = {
    statements: 0,
    onConnect(client: ClientBase): void {
      const send = client.query.bind(client) as (...words: unknown[]) => unknown;
      Object.assign(client, {
        query(...words: unknown[]): unknown {
          counted.statements += 1;
          return send(...words);
        },
      });
    },
  };
  return counted;
}

test("the connections of people act as a role that owns nothing and reaches no workspace's rows", async () => {
  const seen: unknown[] = [];
  const look = async (client: ClientBase): Promise<void> => {
    const { rows } = await client.query(
      `select current_user as role, current_schema() as schema,
              (select count(*)::int from pg_class where pg_get_userbyid(relowner) = current_user) as owned`,
    );
    seen.push(rows[0]);
    await expect(client.query("update public.fact set kind = 'x'")).rejects.toThrow(/permission denied/);
    await expect(client.query("delete from auth.workspace_address")).rejects.toThrow(/permission denied/);
    await expect(client.query("create table auth.mine (id int)")).rejects.toThrow(/permission denied/);
  };
  const looks: Promise<void>[] = [];
  const onConnect = (client: ClientBase): void => {
    looks.push(look(client));
  };
  const second = open({ database: { connectionString: database.url, onConnect } });
  expect(await second.signIn({ email: newEmail(), password, ...from() })).toMatchObject({ ok: false });
  await Promise.all(looks);
  await second.close();
  expect(seen[0]).toEqual({ role: "treadle_app", schema: "auth", owned: 0 });
});

test("the database itself refuses one e-mail in two spellings", async () => {
  const insert = (email: string) =>
    database.pool.query(
      `insert into auth."user" (id, name, email, created_at, updated_at) values (gen_random_uuid(), 'X', $1, now(), now())`,
      [email],
    );
  const { email } = await aPerson();
  await expect(insert(email.toUpperCase())).rejects.toMatchObject({ code: "23514" });
  await expect(insert(email)).rejects.toMatchObject({ code: "23505" });
});

test("a lost database is an error and no refusal", async () => {
  const { email } = await aPerson();
  const { cookie } = await signedIn(email);
  const nowhere = new URL(database.url);
  nowhere.pathname = "/no_such_database";
  const broken = open({ database: nowhere.href });
  await expect(broken.signIn({ email, password, ...from() })).rejects.toThrow();
  await expect(broken.resolveUser({ cookie })).rejects.toThrow();
  await expect(broken.signOut({ cookie })).rejects.toThrow();
  await expect(broken.createUser({ email, password, name: "X" })).rejects.toThrow();
  expect(await people.resolveUser({ cookie })).not.toBeNull();
  await broken.close();
});

test("what the database refuses is logged without what was in it", async () => {
  await database.pool.query(`alter table auth."user" add constraint forbidden check (name <> 'Forbidden')`);
  const lines: string[] = [];
  const keep = (data: object, words: string): void => {
    lines.push(`${words} ${JSON.stringify(data)}`);
  };
  const second = open({ log: { info: keep, warn: keep, error: keep } });
  const email = newEmail();
  // The driver's error says "Failing row contains (…)".
  await expect(second.createUser({ email, password, name: "Forbidden" })).rejects.toThrow();
  await second.signIn({ email, password, ...from() });
  expect(lines.join()).toContain("23514");
  expect(lines.join()).not.toMatch(/person-|example|Forbidden|correct horse/);
  await second.close();
});

test("a secret that is too short is no secret", () => {
  expect(() => open({ secret: "short" })).toThrow(/32/);
});
