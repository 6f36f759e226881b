import { afterAll, beforeAll, expect, test } from "vitest";
import { type HttpWorld, type RefusalAnswer, type TestWorkspace, openHttpWorld } from "./http-world.ts";

let world: HttpWorld;
let workspace: TestWorkspace;

beforeAll(async () => {
  world = await openHttpWorld({ limits: { general: 40, signIn: 3 }, streamCheckMilliseconds: 100 });
  workspace = await world.addWorkspace("limited");
});
afterAll(() => world.close());

test("a stream ends when its listener is no member any more", async () => {
  const address = await world.app.listen({ host: "127.0.0.1", port: 0 });
  const { operator, owner } = workspace.members;
  const open = (who: typeof owner): Promise<Response> =>
    fetch(`${address}/api/w/${workspace.slug}/events`, { headers: { cookie: who.cookie } });
  const [leaver, stayer] = await Promise.all([open(operator), open(owner)]);
  const ended = leaver.text();
  const answer = await world.post(owner, `/members/${operator.memberId}/change`, { active: false });
  expect(answer.statusCode).toBe(200);
  expect(await ended).toContain("event: position");
  // Whether the session outlives its member is not this door's matter; nothing opens either way.
  expect([401, 404]).toContain((await open(operator)).status);
  await stayer.body?.cancel();
});

const signIn = (
  address: string,
): Promise<{ statusCode: number; headers: Record<string, unknown>; json(): unknown }> =>
  world.app.inject({
    method: "POST",
    url: "/api/sign-in",
    headers: { "content-type": "application/json" },
    remoteAddress: address,
    payload: { email: "nobody@example.com", password: "guess" },
  });

test("guessing passwords is slowed down by address, with the time to wait", async () => {
  const statuses: number[] = [];
  for (let turn = 0; turn < 4; turn += 1) statuses.push((await signIn("198.51.100.7")).statusCode);
  expect(statuses).toEqual([401, 401, 401, 429]);
  const refused = await signIn("198.51.100.7");
  const { refusal } = refused.json() as RefusalAnswer;
  expect(refusal.code).toBe("too_many_requests");
  expect(refusal.message).toMatch(/Try again in \d+ seconds\./);
  expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
  expect((await signIn("198.51.100.8")).statusCode).toBe(401);
});

test("so is everything else, far later; pages and health are not counted", async () => {
  const get = async (url: string): Promise<number> =>
    (await world.app.inject({ url, remoteAddress: "198.51.100.9" })).statusCode;
  for (let turn = 0; turn < 45; turn += 1) expect(await get("/health")).toBe(200);
  const statuses: number[] = [];
  for (let turn = 0; turn < 45; turn += 1) statuses.push(await get("/api/me"));
  expect(statuses.filter((status) => status === 200)).toHaveLength(40);
  expect(statuses.at(-1)).toBe(429);
});
