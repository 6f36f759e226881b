import type { OutputOf, RequestOf, RouteName } from "#modules/routes.ts";
import { findRoute } from "./known-routes.ts";
import type { routeMap } from "./route-map.ts";

export type FieldFault = {
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
};

/** A "no" of the server, worded in the reader's language, or `no_connection` when it could not be asked. */
export type Refused = {
  readonly code: string;
  readonly message: string;
  /** The field of the input that it is about: ["lines", 0, "quantity"]. */
  readonly path?: readonly (string | number)[];
  /** For input_invalid: each field that is wrong, with its sentence. */
  readonly fields?: readonly FieldFault[];
  readonly data?: Readonly<Record<string, unknown>>;
};
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refused };

export type RoutesOfKind<Kind extends "query" | "command"> = {
  [Name in RouteName]: (typeof routeMap)[Name][2] extends Kind ? Name : never;
}[RouteName];
export type QueryName = RoutesOfKind<"query">;
export type CommandName = RoutesOfKind<"command">;

export type CallOptions = {
  /** The slug; the one in the address unless given. */
  readonly workspace?: string | undefined;
  /** A repeated command carries its first id again, and gets its first answer. */
  readonly commandId?: string | undefined;
  /** What a phone says of a command that it has kept: the header `tap` (server/http/read-tap.ts). */
  readonly tap?: string | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** What a refusal says about one field of a form, by the path of the input: "lines.0.quantity". */
export function faultAt(refusal: Refused | undefined, path: string): string | undefined {
  const fault = refusal?.fields?.find((field) => field.path.join(".") === path);
  if (fault !== undefined) return fault.message;
  return refusal?.path?.join(".") === path ? refusal.message : undefined;
}

/** The slug in the address: /w/<slug>/… in the office, /floor/<slug>/… on the floor; undefined elsewhere. */
export function workspaceOfAddress(): string | undefined {
  const [, face, slug] = location.pathname.split("/");
  return (face === "w" || face === "floor" || face === "o") && slug !== undefined && slug !== ""
    ? slug
    : undefined;
}

export type Gate = (name: string, options: Pick<CallOptions, "tap">) => boolean;
let gate: Gate = () => true;

/** What may be asked of the server from now on; all else is answered as if there were no connection. */
export function setGate(next: Gate): void {
  gate = next;
}
export const isLetThrough: Gate = (name, options) => gate(name, options);

/** Asks the server. Never throws for an expected "no", and not for a lost connection either; an abort throws. */
export async function call<Name extends QueryName | CommandName>(
  name: Name,
  input: RequestOf<Name>,
  options: CallOptions = {},
): Promise<Answer<OutputOf<Name>>> {
  const found = findRoute(name);
  const route = found instanceof Promise ? await found : found;
  if (route === null || !gate(name, options))
    return { ok: false, refusal: { code: "no_connection", message: "" } };
  const [method, path, kind] = route;
  const rest = new Map<string, unknown>(Object.entries(input));
  const workspace = options.workspace ?? workspaceOfAddress();
  const filled = path.replaceAll(/:(\w+)/g, (_, param: string) => {
    const value = param === "workspace" ? workspace : rest.get(param);
    if (value === undefined) throw new TypeError(`${name} lacks ${param}`);
    rest.delete(param);
    return encodeURIComponent(asText(value));
  });
  const headers: Record<string, string> = {
    accept: "application/json",
    "accept-language": document.documentElement.lang,
  };
  if (kind === "command") headers["command-id"] = options.commandId ?? newCommandId();
  if (options.tap !== undefined) headers["tap"] = options.tap;
  if (method === "POST") headers["content-type"] = "application/json";
  const address = method === "GET" ? withQuery(filled, rest) : filled;
  try {
    const response = await fetch(address, {
      method,
      headers,
      credentials: "same-origin",
      ...(method === "POST" ? bodyOf(rest) : {}),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    return await readAnswer(response);
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    return { ok: false, refusal: { code: "no_connection", message: "" } };
  }
}

/**
 * What was tapped last before the window closed has shown its effect and must arrive: the browser sends it on by
 * itself. Browsers allow 64 kB of that at a time.
 */
function bodyOf(values: ReadonlyMap<string, unknown>): { body: string; keepalive: boolean } {
  const body = JSON.stringify(Object.fromEntries(values));
  return { body, keepalive: body.length < 8_000 };
}

/** Works on plain http too, where crypto.randomUUID is missing: phones in a workshop have no certificate. */
export function newCommandId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function withQuery(path: string, values: ReadonlyMap<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [key, value] of values) {
    if (value !== undefined && value !== null && value !== "") query.set(key, asText(value));
  }
  const text = query.toString();
  return text === "" ? path : `${path}?${text}`;
}

/** What goes into an address: texts, numbers, booleans. */
function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

async function readAnswer<T>(response: Response): Promise<Answer<T>> {
  const body: unknown = response.status === 204 ? {} : await response.json().catch(() => undefined);
  return readAnswerOf(response.status, body);
}

/** What an answer's status and body say; for what is not asked by `call` (web/shared/upload.ts). */
export function readAnswerOf<T>(status: number, body: unknown): Answer<T> {
  if (status >= 200 && status < 300) return { ok: true, value: body as T };
  return { ok: false, refusal: readRefusal(body, status) };
}

function readRefusal(body: unknown, status: number): Refused {
  const outer = isRecord(body) ? body : {};
  const refusal = isRecord(outer["refusal"]) ? outer["refusal"] : outer;
  const code = refusal["code"];
  const message = refusal["message"];
  if (typeof code === "string") {
    return { ...refusal, code, message: typeof message === "string" ? message : "" };
  }
  // What stands between (a proxy, a restart) answers in its own words: that is no connection either.
  return { code: status >= 502 && status <= 504 ? "no_connection" : "unexpected", message: "" };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
