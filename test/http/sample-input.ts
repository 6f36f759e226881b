import type { z } from "zod";
import type { Route } from "#kernel/route.ts";

/** A place in an input: the keys that lead to it. */
export type InputPath = readonly (string | number)[];

/** What to put where a contract asks for an id: by the name of its field. */
export type IdOf = (name: string) => string;

// The first that a field takes is its sample, so plain words come first.
const texts = [
  "Sample",
  "5",
  "0.5",
  "1111",
  "2026-11-22",
  "2026-11-22T10:00:00Z",
  "person@example.com",
  "+380 44 123",
  "09:00",
  "Europe/Kyiv",
  "stage_1",
  "a sample of more than ten characters",
  "true",
  "=quantity > 0",
  "https://example.com/",
  // columns of a list
  "status,due",
  // the code of a tablet
  "0000000000",
  // a badge
  "012345678901234567890123456789012345678901",
];
const numbers = [1, 0, 5, 100];

type Def = {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly values?: readonly unknown[];
  readonly entries?: Readonly<Record<string, unknown>>;
  readonly keyType?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly format?: string;
};

// zod's own description of a schema; its public face tells less.
// oxlint-disable-next-line no-underscore-dangle -- that is its name
const defOf = (schema: z.ZodType): Def => schema._zod.def;

/** Everything that a contract takes, filled in: optional fields too, so that each is looked at. */
export function sampleOf(schema: z.ZodType, idOf: IdOf, name = ""): unknown {
  const def = defOf(schema);
  switch (def.type) {
    case "object":
      return Object.fromEntries(
        Object.entries(def.shape ?? {}).map(([key, field]) => [key, sampleOf(field, idOf, key)]),
      );
    case "array": {
      const one = sampleOf(inner(def.element), idOf, name);
      const samples = [[one], [one, one], []];
      return samples.find((sample) => schema.safeParse(sample).success) ?? [one];
    }
    case "optional":
    case "default":
    case "nullable":
    case "prefault":
      return sampleOf(inner(def.innerType), idOf, name);
    case "union":
      return sampleOf(inner(def.options?.[0]), idOf, name);
    case "literal":
      return def.values?.[0];
    case "enum":
      // The first role is the owner, whom only an owner may make.
      return name === "roles" ? "operator" : Object.values(def.entries ?? {})[0];
    case "boolean":
      return true;
    case "record":
      return {
        [String(sampleOf(inner(def.keyType), idOf, "key"))]: sampleOf(inner(def.valueType), idOf, name),
      };
    case "number":
      return firstThatFits(schema, numbers);
    case "string":
      return def.format === "uuid" ? idOf(name) : firstThatFits(schema, texts);
    case "pipe": {
      const before = sampleOf(inner(def.in), idOf, name);
      return schema.safeParse(before).success ? before : firstThatFits(schema, texts);
    }
    default:
      return firstThatFits(schema, [...texts, ...numbers]);
  }
}

function inner(schema: z.ZodType | undefined): z.ZodType {
  if (schema === undefined) throw new Error("A schema without its inner one");
  return schema;
}

function firstThatFits(schema: z.ZodType, samples: readonly unknown[]): unknown {
  const fitting = samples.find((sample) => schema.safeParse(sample).success);
  if (fitting === undefined) throw new Error(`No sample fits a ${defOf(schema).type}: add one`);
  return fitting;
}

export type SampleRequest = {
  readonly params: Record<string, unknown>;
  readonly query: Record<string, unknown>;
  readonly body: Record<string, unknown>;
};

/** The least that a contract takes: an optional field may ask for more rights than the act itself. */
export function leastRequest(route: Route, idOf: IdOf): SampleRequest {
  const { params, query, body } = sampleRequest(route, idOf);
  return { params, query: needed(query, route.query), body: needed(body, route.body) };
}

function needed(sample: Record<string, unknown>, schema: z.ZodObject | undefined): Record<string, unknown> {
  const fields: Readonly<Record<string, z.ZodType>> = schema?.shape ?? {};
  const isOptional = (name: string): boolean => fields[name]?.safeParse(undefined).success === true;
  return Object.fromEntries(Object.entries(sample).filter(([name]) => !isOptional(name)));
}

export function sampleRequest(route: Route, idOf: IdOf): SampleRequest {
  const of = (schema: z.ZodObject | undefined): Record<string, unknown> =>
    schema === undefined ? {} : (sampleOf(schema, idOf) as Record<string, unknown>);
  const query = of(route.query);
  // A made-up cursor would be refused; lists are asked for their first page.
  delete query["cursor"];
  return { params: of(route.params), query, body: of(route.body) };
}

/** The address of a route with its parameters and query filled in, without the host. */
export function addressOf(route: Route, slug: string, { params, query }: SampleRequest): string {
  const path = route.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(name === "workspace" ? slug : String(params[name])),
  );
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    if (value !== undefined) search.set(key, typeof value === "string" ? value : JSON.stringify(value));
  return search.size === 0 ? path : `${path}?${search.toString()}`;
}

/** A route that takes bytes gets a small text; every other POST its body in JSON. */
export function sentWith(
  route: Route,
  request: SampleRequest,
): { readonly headers: Record<string, string>; readonly payload?: string } {
  if (route.method !== "POST") return { headers: {} };
  if (route.takes === "bytes") {
    return { headers: { "content-type": "application/octet-stream" }, payload: "A sample of a file" };
  }
  return { headers: { "content-type": "application/json" }, payload: JSON.stringify(request.body) };
}

/** Every place in a sample, containers before what they hold. */
export function pathsOf(sample: unknown, path: InputPath = []): InputPath[] {
  if (typeof sample !== "object" || sample === null) return [path];
  const inside = Object.entries(sample).flatMap(([key, value]) =>
    pathsOf(value, [...path, Array.isArray(sample) ? Number(key) : key]),
  );
  return path.length === 0 ? inside : [path, ...inside];
}

/** The sample with another value at a place; undefined takes the field away. */
export function withValueAt(sample: unknown, path: InputPath, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const at = (sample as Record<string | number, unknown>)[key];
  const put = withValueAt(at, rest, value);
  if (Array.isArray(sample)) return sample.map((old: unknown, index) => (index === key ? put : old));
  const { [key]: _, ...others } = sample as Record<string | number, unknown>;
  return put === undefined ? others : { ...(sample as object), [key]: put };
}

export function valueAt(sample: unknown, path: InputPath): unknown {
  return path.reduce<unknown>(
    (at, key) => (at as Record<string | number, unknown> | undefined)?.[key],
    sample,
  );
}
