import type { z } from "zod";

/**
 * A route is one object from which the server mounts it, the web client is typed, OpenAPI is written and the
 * permission matrix and the fuzzers are generated.
 *
 * - `command` changes something: it carries a command id (header `command-id`) and answers once.
 * - `query` only reads.
 * - `scope` "public" needs nobody signed in, "person" a signed-in person, "workspace" a member of the
 *   workspace named in the path.
 * - `action` is what `may(member, action, thing)` is asked; only for workspace routes.
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

/** What a command or view receives: parsed params, query and body in one object. */
export type Input<R> = Parsed<R, "params"> & Parsed<R, "query"> & Parsed<R, "body">;
/** What a client sends, in one object. */
export type Request<R> = Sent<R, "params"> & Sent<R, "query"> & Sent<R, "body">;
export type Output<R> = R extends { readonly output: infer Z extends z.ZodType } ? z.output<Z> : never;
