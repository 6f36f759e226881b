import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type HttpWorld, type RefusalAnswer, type TestWorkspace, openHttpWorld } from "./http-world.ts";

let world: HttpWorld;
let workspace: TestWorkspace;
let other: TestWorkspace;

beforeAll(async () => {
  world = await openHttpWorld();
  workspace = await world.addWorkspace("one");
  other = await world.addWorkspace("two");
});
afterAll(() => world.close());

const item = { kind: "material", name: "Зелена кава", unit: "kg", variants: [{ name: "Ефіопія" }] };

function refusalOf(answer: { json(): unknown }): RefusalAnswer["refusal"] {
  return (answer.json() as RefusalAnswer).refusal;
}

test("a command is answered once: the same id again gives the same answer and makes nothing", async () => {
  const { owner } = workspace.members;
  const commandId = uuidv7();
  const first = await world.post(owner, "/items/add", item, commandId);
  expect(first.statusCode).toBe(200);
  const facts = await world.countFacts();
  const again = await world.post(owner, "/items/add", item, commandId.toUpperCase());
  expect(again.json()).toEqual(first.json());
  expect(await world.countFacts()).toBe(facts);
  const another = await world.post(owner, "/items/add", { ...item, name: "Other" }, commandId);
  expect([another.statusCode, refusalOf(another).code]).toEqual([409, "command_id_reused"]);
});

test("whoever is not signed in, is no member, or may not, is told so before anything is read", async () => {
  const broken = { nonsense: true };
  const { owner, operator } = workspace.members;
  const strange = await world.post(null, "/items/add", broken, uuidv7(), "one");
  expect([strange.statusCode, refusalOf(strange).code]).toEqual([401, "not_signed_in"]);
  const elsewhere = await world.post(owner, "/items/add", broken, uuidv7(), "two");
  expect([elsewhere.statusCode, refusalOf(elsewhere).code]).toEqual([404, "workspace_unknown"]);
  const nowhere = await world.get(owner, "/items", "there-is-none");
  expect([nowhere.statusCode, refusalOf(nowhere).code]).toEqual([404, "workspace_unknown"]);
  const forbidden = await world.post(operator, "/items/add", broken);
  expect([forbidden.statusCode, refusalOf(forbidden).code]).toEqual([403, "not_allowed"]);
});

test("a forged or cut cookie is nobody", async () => {
  const { owner } = workspace.members;
  for (const cookie of [
    `${owner.cookie}x`,
    owner.cookie.slice(0, -1),
    "treadle_member=",
    "treadle_member=\u00ff",
  ]) {
    const answer = await world.get({ ...owner, cookie }, "/items");
    expect(answer.statusCode).toBe(401);
  }
});

test("each wrong field is named, with its code, in the reader's language", async () => {
  const { owner } = workspace.members;
  const answer = await world.post(owner, "/items/add", { kind: "x", name: "", unit: 5, spare: 1 });
  expect(answer.statusCode).toBe(400);
  const { code, fields } = refusalOf(answer);
  expect(code).toBe("input_invalid");
  expect(fields?.map((field) => [field.path.join("."), field.code])).toEqual(
    expect.arrayContaining([
      ["kind", "not_one_of"],
      ["name", "required"],
      ["unit", "not_one_of"],
      ["spare", "unknown_field"],
    ]),
  );
  const inUkrainian = await world.app.inject({
    method: "GET",
    url: "/api/w/one/items",
    headers: { "accept-language": "de, uk;q=0.9, en;q=0.8" },
  });
  expect(refusalOf(inUkrainian).message).toBe("Спочатку увійдіть.");
});

test("an unknown filter in an address is refused, not ignored", async () => {
  const answer = await world.get(workspace.members.owner, "/items?serch=x");
  expect(refusalOf(answer).fields?.[0]).toMatchObject({ path: ["serch"], code: "unknown_field" });
});

test("a command needs an id that is a uuid", async () => {
  const { owner } = workspace.members;
  const without = await world.app.inject({
    method: "POST",
    url: "/api/w/one/items/add",
    headers: { cookie: owner.cookie, "content-type": "application/json" },
    payload: item,
  });
  expect([without.statusCode, refusalOf(without).code]).toEqual([400, "command_id_missing"]);
  const wrong = await world.post(owner, "/items/add", item, "17");
  expect([wrong.statusCode, refusalOf(wrong).code]).toEqual([400, "command_id_form"]);
});

type Raw = { headers?: Record<string, string>; payload?: string | Buffer };

async function postRaw({ headers = {}, payload = "{}" }: Raw): Promise<[number, string]> {
  const answer = await world.app.inject({
    method: "POST",
    url: "/api/w/one/items/add",
    headers: {
      cookie: workspace.members.owner.cookie,
      "content-type": "application/json",
      "command-id": uuidv7(),
      ...headers,
    },
    payload,
  });
  return [answer.statusCode, refusalOf(answer).code];
}

test.each<[string, Raw, [number, string]]>([
  ["a body that is no JSON", { payload: "{" }, [400, "input_malformed"]],
  ["no body at all", { payload: "" }, [400, "input_malformed"]],
  [
    "a body of bytes that are no UTF-8",
    { payload: Buffer.from([0x22, 0xff, 0xfe, 0x22]) },
    [400, "input_invalid"],
  ],
  ["an array", { payload: "[]" }, [400, "input_invalid"]],
  ["null", { payload: "null" }, [400, "input_invalid"]],
  ["__proto__", { payload: '{"__proto__": {"admin": true}}' }, [400, "input_malformed"]],
  ["constructor.prototype", { payload: '{"constructor": {"prototype": {}}}' }, [400, "input_malformed"]],
  ["100,000 brackets", { payload: "[".repeat(100_000) }, [400, "input_malformed"]],
  [
    "100,000 levels",
    { payload: `{"name":${"[".repeat(100_000)}${"]".repeat(100_000)}}` },
    [400, "input_invalid"],
  ],
  ["1e999", { payload: '{"name": 1e999}' }, [400, "input_invalid"]],
  ["more than 1 MB", { payload: `{"name": "${"x".repeat(1_100_000)}"}` }, [413, "body_too_large"]],
  ["a text of 900 kB", { payload: `{"name": "${"x".repeat(900_000)}"}` }, [400, "input_invalid"]],
  ["an unknown field of 900 kB", { payload: `{"${"x".repeat(900_000)}": 1}` }, [400, "input_invalid"]],
  ["a form", { headers: { "content-type": "application/x-www-form-urlencoded" } }, [415, "input_not_json"]],
  ["plain text", { headers: { "content-type": "text/plain" } }, [415, "input_not_json"]],
  ["another site's page", { headers: { origin: "https://evil.example" } }, [403, "cross_site"]],
  ["another site's fetch", { headers: { "sec-fetch-site": "cross-site" } }, [403, "cross_site"]],
  ["a neighbour's fetch", { headers: { "sec-fetch-site": "same-site" } }, [403, "cross_site"]],
  ["an origin that is none", { headers: { origin: "null" } }, [403, "cross_site"]],
])("refuses %s", async (_, raw, expected) => {
  const facts = await world.countFacts();
  expect(await postRaw(raw)).toEqual(expected);
  expect(await world.countFacts()).toBe(facts);
});

test("our own page's request passes", async () => {
  const headers = {
    origin: "http://localhost:8080",
    host: "localhost:8080",
    "sec-fetch-site": "same-origin",
  };
  expect(await postRaw({ headers })).toEqual([400, "input_invalid"]);
});

test.each([
  ["no route", "/api/nothing", 404],
  ["a broken escape", "/api/w/one/items/%zz", 404],
  ["NUL", "/api/w/one/items/%00", 400],
  ["a very long id", `/api/w/one/items/${"x".repeat(5000)}`, 404],
  ["a cursor twice", "/api/w/one/items?cursor=a&cursor=b", 400],
  ["a limit that is no number", "/api/w/one/items?limit=NaN", 400],
  ["a limit too large", "/api/w/one/items?limit=1e9", 400],
  ["a broken cursor", "/api/w/one/items?cursor=zzz", 400],
  ["__proto__", "/api/w/one/items?__proto__=x", 400],
])("an address with %s is plainly refused", async (_, path, status) => {
  const answer = await world.app.inject({ url: path, headers: { cookie: workspace.members.owner.cookie } });
  expect(answer.statusCode).toBe(status);
  expect(refusalOf(answer).message).not.toBe("");
});

test("another workspace's item is unknown", async () => {
  const made = await world.post(other.members.owner, "/items/add", item);
  const { itemId } = made.json<{ itemId: string }>();
  const answer = await world.get(workspace.members.owner, `/items/${itemId}`);
  expect([answer.statusCode, refusalOf(answer).code]).toEqual([404, "item_unknown"]);
});

test("the headers that guard a browser are there", async () => {
  const { headers } = await world.get(workspace.members.owner, "/items");
  expect(headers["content-security-policy"]).toContain("default-src 'self'");
  expect(headers["content-security-policy"]).not.toContain("upgrade-insecure-requests");
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["cache-control"]).toBe("no-store");
  expect(headers["request-id"]).toMatch(/^[0-9a-f-]{36}$/);
});

test("the server says that it is alive, ready, and what it can do", async () => {
  expect((await world.app.inject("/health")).json()).toEqual({ alive: true });
  expect((await world.app.inject("/ready")).json()).toEqual({ ready: true });
  const openApi = (await world.app.inject("/api/openapi.json")).json<{ paths: Record<string, object> }>();
  expect(Object.keys(openApi.paths)).toContain("/api/w/{workspace}/items/add");
  expect((await world.app.inject("/api/docs")).body).toContain("/api/w/{workspace}/items/add");
});
