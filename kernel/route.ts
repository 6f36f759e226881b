import { z } from "zod";

/**
 * A route is one object from which the server mounts it, the web client is typed, OpenAPI is written and the
 * permission matrix and the fuzzers are generated.
 *
 * - `command` changes something: it carries a command id (header `command-id`) and answers once.
 * - `query` only reads. Asked by POST (`question`) its input is a body.
 * - `scope` "public" needs nobody signed in, "person" a signed-in person, "workspace" a member of the
 *   workspace named in the path.
 * - `action` is what `may(member, action, thing)` is asked; only for workspace routes.
 * - `takes` "bytes": the body is a file as it is, of `mostBytes` at most, and no JSON. `gives` "bytes": so is the
 *   answer, and `output` says nothing. Both only for workspace routes.
 */
export type Method = "GET" | "POST";
export type RouteScope = "public" | "person" | "workspace";

export type Route = {
  readonly kind: "command" | "query";
  readonly scope: RouteScope;
  readonly method: Method;
  readonly path: string;
  readonly action: string | null;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodObject;
  readonly output: z.ZodType;
  readonly refusals: readonly string[];
  /** One sentence for /api/docs. */
  readonly summary: string;
  readonly takes?: "bytes";
  readonly mostBytes?: number;
  readonly gives?: "bytes";
};

type Shape = {
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodObject;
  readonly output: z.ZodType;
  readonly refusals?: readonly string[];
  readonly summary: string;
};

export function query<const A extends string, const S extends Shape>(
  action: A,
  path: `/${string}`,
  shape: S,
) {
  return {
    kind: "query",
    scope: "workspace",
    method: "GET",
    path: `/api/w/:workspace${path}`,
    action,
    refusals: [],
    ...shape,
  } as const;
}

export function command<const A extends string, const S extends Shape>(
  action: A,
  path: `/${string}`,
  shape: S,
) {
  return {
    kind: "command",
    scope: "workspace",
    method: "POST",
    path: `/api/w/:workspace${path}`,
    action,
    refusals: [],
    ...shape,
  } as const;
}

/** A query that asks more than an address can hold: it comes as a body, changes nothing and has no command id. */
export function question<const A extends string, const S extends Shape>(
  action: A,
  path: `/${string}`,
  shape: S,
) {
  return {
    kind: "query",
    scope: "workspace",
    method: "POST",
    path: `/api/w/:workspace${path}`,
    action,
    refusals: [],
    ...shape,
  } as const;
}

/** A command whose body is a file. */
export function uploadRoute<
  const A extends string,
  const S extends Omit<Shape, "body"> & { readonly mostBytes: number },
>(action: A, path: `/${string}`, shape: S) {
  return { ...command(action, path, shape), takes: "bytes" } as const;
}

/** A query that answers with a file. */
export function bytesRoute<const A extends string, const S extends Omit<Shape, "body" | "output">>(
  action: A,
  path: `/${string}`,
  shape: S,
) {
  return { ...query(action, path, { output: z.unknown(), ...shape }), gives: "bytes" } as const;
}

export function publicRoute<const M extends Method, const S extends Shape>(
  method: M,
  path: `/${string}`,
  scope: "public" | "person",
  shape: S,
) {
  return {
    kind: method === "GET" ? "query" : "command",
    scope,
    method,
    path: `/api${path}`,
    action: null,
    refusals: [],
    ...shape,
  } as const;
}

type Parsed<R, K extends "params" | "query" | "body"> = R extends {
  readonly [key in K]: infer Z extends z.ZodType;
}
  ? Fields<z.output<Z>>
  : Record<never, never>;
type Sent<R, K extends "params" | "query" | "body"> = R extends {
  readonly [key in K]: infer Z extends z.ZodType;
}
  ? Fields<z.input<Z>>
  : Record<never, never>;
/** An empty strict object would forbid every field of what it is joined with. */
type Fields<T> = string extends keyof T ? Record<never, never> : T;

/**
 * What a command or view receives: parsed params, query and body in one object. Bytes are there by their hash: the
 * same command id with another file is refused as it is with another body.
 */
export type Input<R> = Parsed<R, "params"> &
  Parsed<R, "query"> &
  Parsed<R, "body"> &
  (R extends { readonly takes: "bytes" } ? { readonly sha256: string } : unknown);
/** What a client sends, in one object. Route by route: all of them intersected at once are too many for the compiler. */
export type Request<R> = R extends unknown ? Sent<R, "params"> & Sent<R, "query"> & Sent<R, "body"> : never;
export type Output<R> = R extends { readonly output: infer Z extends z.ZodType } ? z.output<Z> : never;

/**
 * What a client would send, read by the route's own schemas: defaults filled in, texts trimmed. For callers
 * beside the door (the demo, tests): it throws what the door would refuse.
 */
export function inputOf<R extends Route>(route: R, request: Request<R>): Input<R> {
  const given: Readonly<Record<string, unknown>> = request;
  const fields = (schema: z.ZodObject | undefined): string[] => Object.keys(schema?.shape ?? {});
  const pick = (names: readonly string[]): Record<string, unknown> =>
    Object.fromEntries(names.filter((name) => Object.hasOwn(given, name)).map((name) => [name, given[name]]));
  const taken = [...fields(route.params), ...fields(route.query)];
  const rest = Object.keys(given).filter((name) => !taken.includes(name));
  return {
    ...route.params?.parse(pick(fields(route.params))),
    ...route.query?.parse(pick(fields(route.query))),
    ...route.body?.parse(pick(rest)),
  } as Input<R>;
}
