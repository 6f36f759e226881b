import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Route } from "#kernel/route.ts";
import { routes } from "#modules/routes.ts";
import { type Fixture, buildFixture } from "./http/fixture.ts";
import { type HttpWorld, type RefusalAnswer, type TestWorkspace, openHttpWorld } from "./http/http-world.ts";
import {
  type InputPath,
  type SampleRequest,
  addressOf,
  pathsOf,
  sampleRequest,
  sentWith,
  valueAt,
  withValueAt,
} from "./http/sample-input.ts";

// Every contract is sent every kind of nonsense in every place of its input, as the owner, on a workspace that
// has one thing of each kind. The answer is yes, or a refusal that the contract names; where the contract itself
// says no, the refusal names the place. Never a 500, and a refusal leaves no fact behind.

let world: HttpWorld;
let workspace: TestWorkspace;
let fixture: Fixture;

beforeAll(async () => {
  world = await openHttpWorld();
  workspace = await world.addWorkspace("fuzzed");
  fixture = await buildFixture(world, workspace, "own");
});
afterAll(() => world.close());

const nested = (depth: number): unknown => {
  let value: unknown = "deep";
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { inner: value };
  return value;
};

const nonsense: readonly [name: string, value: unknown][] = [
  ["nothing", undefined],
  ["null", null],
  ["true", true],
  ["zero", 0],
  ["a negative", -1],
  ["a fraction", 1.5],
  ["a huge number", 1e308],
  ["an unsafe number", 2 ** 53],
  ["NaN as a text", "NaN"],
  ["an empty text", ""],
  ["blanks", "   "],
  ["a long text", "x".repeat(20_000)],
  ["NUL", "a\0b"],
  ["control characters", "a\u0007\u001bb"],
  ["half a surrogate pair", "a\ud800b"],
  ["Cyrillic", "Їжак, ґанок, є"],
  ["quotes", `'; drop table fact; -- " \\ \` \${x}`],
  ["hyphens and dashes", "--–—"],
  ["right to left", "\u202eשלום\u202c"],
  ["a pattern", "%_%"],
  ["a decimal of 40 digits", "1234567890123456789012345678901234567890.5"],
  ["a decimal with an exponent", "1e5"],
  ["a date that is none", "2026-02-30"],
  ["an id of nothing", "0190a000-0000-7000-8000-00000000dead"],
  ["an empty list", []],
  ["a long list", Array.from({ length: 1_000 }, () => "x")],
  ["an empty object", {}],
  ["a nested thing", nested(2_000)],
];

type Sent = { readonly request: SampleRequest; readonly path: InputPath; readonly what: string };

/** Refusals that a route need not list: the door's own, and those of the schema behind it. */
const everywhere = new Set([
  "input_invalid",
  "cursor_broken",
  "number_too_large",
  "reference_unknown",
  "not_allowed",
]);

async function send(
  route: Route,
  request: SampleRequest,
): Promise<{ status: number; refusal: RefusalAnswer["refusal"] | null; body: string }> {
  const { headers, ...sent } = sentWith(route, request);
  const answer = await world.app.inject({
    method: route.method,
    url: addressOf(route, workspace.slug, request),
    headers: {
      // Signing in at a public door would end the session that the other routes need.
      ...(route.scope === "workspace" ? { cookie: workspace.members.owner.cookie } : {}),
      ...headers,
      ...(route.method === "POST" ? { "command-id": uuidv7() } : {}),
    },
    ...sent,
  });
  const refusal = answer.statusCode === 200 ? null : (answer.json<Partial<RefusalAnswer>>().refusal ?? null);
  return { status: answer.statusCode, refusal, body: answer.body };
}

/** Nonsense in each place: in the body as JSON can say it, in an address as text. */
function* variantsOf(request: SampleRequest): Generator<Sent> {
  for (const path of pathsOf(request.body)) {
    for (const [what, value] of nonsense) {
      yield {
        path,
        what,
        request: { ...request, body: withValueAt(request.body, path, value) as SampleRequest["body"] },
      };
    }
  }
  for (const part of ["params", "query"] as const) {
    for (const path of pathsOf(request[part])) {
      for (const [what, value] of nonsense) {
        // Half a surrogate pair can't be written into an address at all.
        if (
          value === undefined ||
          (typeof value === "string" && (value.length > 5_000 || !value.isWellFormed()))
        )
          continue;
        // Another route's address, or none.
        if (part === "params" && value === "") continue;
        const text = typeof value === "string" ? value : JSON.stringify(value).slice(0, 300);
        yield {
          path,
          what,
          request: { ...request, [part]: withValueAt(request[part], path, text) as Record<string, unknown> },
        };
      }
    }
  }
  for (const path of [[], ...pathsOf(request.body)]) {
    const at = valueAt(request.body, path);
    if (typeof at !== "object" || at === null || Array.isArray(at)) continue;
    for (const key of ["surplus", "constructor", "toString"]) {
      const place = [...path, key];
      yield {
        path: place,
        what: "an unknown field",
        request: { ...request, body: withValueAt(request.body, place, 1) as SampleRequest["body"] },
      };
    }
  }
  yield {
    path: ["surplus"],
    what: "an unknown filter",
    request: { ...request, query: { ...request.query, surplus: "1" } },
  };
}

/** A field's path leads to the place, or the place lies inside what the field's path names. */
function pointsAt(fault: readonly unknown[], place: InputPath): boolean {
  const shorter = Math.min(fault.length, place.length);
  return fault.slice(0, shorter).every((key, index) => String(key) === String(place[index]).slice(0, 100));
}

function isWrong(route: Route, request: SampleRequest): boolean {
  const parts = [
    [
      route.params,
      Object.fromEntries(Object.entries(request.params).map(([key, value]) => [key, String(value)])),
    ],
    [
      route.query?.strict(),
      Object.fromEntries(Object.entries(request.query).map(([key, value]) => [key, String(value)])),
    ],
    [route.body, request.body],
  ] as const;
  return parts.some(([schema, value]) => schema !== undefined && !schema.safeParse(value).success);
}

describe.each(Object.entries<Route>(routes))("%s", (_, route) => {
  const listed = new Set([...route.refusals, ...everywhere]);

  test("answers nonsense with a refusal that says where, and writes nothing for it", async () => {
    const idOf = (name: string): string => fixture.ids[name] ?? uuidv7();
    const faults: string[] = [];
    let facts = await world.countFacts();
    for (const { request, path, what } of variantsOf(sampleRequest(route, idOf))) {
      const { status, refusal, body } = await send(route, request);
      const says = `${what} in ${path.join(".")}: ${status} ${body.slice(0, 200)}`;
      if (status >= 500) faults.push(says);
      else if (refusal === null) {
        if (isWrong(route, request)) faults.push(`let through: ${says}`);
        if (status !== 200) faults.push(`no refusal: ${says}`);
      } else if (!listed.has(refusal.code)) faults.push(`not in the contract: ${says}`);
      else if (
        refusal.code === "input_invalid" &&
        refusal.fields?.some((field) => pointsAt(field.path, path)) !== true
      ) {
        faults.push(`names another place: ${says}`);
      }
      const now = status === 200 ? await world.countFacts() : facts;
      if (status !== 200 && refusal?.code !== "input_invalid" && (await world.countFacts()) !== facts)
        faults.push(`wrote: ${says}`);
      facts = now;
    }
    expect(await world.countFacts()).toBe(facts);
    expect(faults.slice(0, 20)).toEqual([]);
  });

  test("refuses a text of a megabyte in each field", async () => {
    if (route.body === undefined) return;
    const request = sampleRequest(route, (name) => fixture.ids[name] ?? uuidv7());
    const facts = await world.countFacts();
    for (const path of pathsOf(request.body).slice(0, 6)) {
      for (const [size, status] of [
        [900_000, 400],
        [1_100_000, 413],
      ] as const) {
        const body = withValueAt(request.body, path, "x".repeat(size)) as SampleRequest["body"];
        expect((await send(route, { ...request, body })).status).toBe(status);
      }
    }
    expect(await world.countFacts()).toBe(facts);
  });
});
