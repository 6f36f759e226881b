import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type Command, runCommand } from "#commands/run-command.ts";
import { type Result, no } from "#kernel/result.ts";
import type { Route } from "#kernel/route.ts";
import type { Action } from "#modules/access/contract/actions.ts";
import { may } from "#modules/access/core/may.ts";
import { routes } from "#modules/routes.ts";
import { readWorkspace } from "#server/database/workspace-transaction.ts";
import { hashOf } from "#server/files/take-file.ts";
import { carriedBy, sendRefusal } from "./answer.ts";
import { checkOutput } from "./check-output.ts";
import type {
  Act,
  Asker,
  Download,
  Exchange,
  Place,
  ResolveAsker,
  SentFile,
  Services,
  Upload,
  View,
  WorkspaceAct,
} from "./door-types.ts";
import { comesFromOurPages, isBytes, isJson } from "./guard-origin.ts";
import { type InputReader, createInputReader } from "./read-input.ts";
import { readTap } from "./read-tap.ts";
import { resolveStandIn } from "./resolve-stand-in.ts";
import { sendFile } from "./send-file.ts";

/** A door behind whatever route: `doors.ts` has checked that its types fit, which are gone at run time. */
export type AnyDoor =
  | { readonly kind: "view"; readonly view: View<Route> }
  | { readonly kind: "command"; readonly command: Command<Route> }
  | { readonly kind: "workspaceAct"; readonly act: WorkspaceAct<Route> }
  | { readonly kind: "act"; readonly act: Act<Route> }
  | { readonly kind: "upload"; readonly upload: Upload<Route> }
  | { readonly kind: "download"; readonly download: Download<Route> };

export type Mounting = {
  readonly services: Services;
  readonly resolveAsker: ResolveAsker;
  readonly publicUrl: string | undefined;
  /** Validates what leaves against the contract: in tests, always. */
  readonly checkOutputs: boolean;
  /** Told after a command that may have appended facts has committed. */
  readonly notifyFacts: () => void;
  readonly now: () => Date;
  /** How many requests of one address a minute this route takes, by its name; undefined: only the general limit. */
  readonly limitOf: (name: string) => number | undefined;
};

const commandIdShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** A longer parameter than any contract takes; Fastify answers "not found" to what is longer. */
export const mostParamCharacters = 400;

export function mountRoutes(
  app: FastifyInstance,
  doors: ReadonlyMap<string, AnyDoor>,
  mounting: Mounting,
): void {
  for (const [name, route] of Object.entries<Route>(routes)) {
    const door = doors.get(name);
    if (door === undefined) throw new Error(`The route ${name} has no door`);
    mountRoute(app, name, route, door, mounting);
  }
}

function mountRoute(
  app: FastifyInstance,
  name: string,
  route: Route,
  door: AnyDoor,
  mounting: Mounting,
): void {
  const readInput = createInputReader(route);
  const limit = mounting.limitOf(name);
  app.route({
    method: route.method,
    url: route.path,
    exposeHeadRoute: false,
    ...(route.mostBytes === undefined ? {} : { bodyLimit: route.mostBytes }),
    // Before the body is read: strangers' megabytes are not parsed.
    onRequest: (request, reply) => guard(request, reply, { name, route }, mounting),
    handler: (request, reply) => answer(request, reply, route, door, readInput, mounting),
    config: limit === undefined ? {} : { rateLimit: { max: limit, timeWindow: 60_000 } },
  });
}

/** Resolves to the reply when it was refused here, which ends the request. */
async function guard(
  request: FastifyRequest,
  reply: FastifyReply,
  { name, route }: { readonly name: string; readonly route: Route },
  mounting: Mounting,
): Promise<FastifyReply | undefined> {
  if (route.method !== "GET") {
    if (!comesFromOurPages(request.headers, mounting.publicUrl)) {
      return sendRefusal(request, reply, { code: "cross_site" });
    }
    if (route.takes === "bytes") {
      if (!isBytes(request.headers)) return sendRefusal(request, reply, { code: "input_not_bytes" });
    } else if (!isJson(request.headers)) return sendRefusal(request, reply, { code: "input_not_json" });
  }
  if (route.scope === "public") return undefined;
  if (route.scope === "person") {
    if (await isSignedIn(request, mounting.services)) return undefined;
    return sendRefusal(request, reply, { code: "not_signed_in" });
  }
  const asker = await admitTapper(request, reply, name, mounting);
  if (asker === null) return reply;
  const action = route.action as Action | null;
  if (action !== null && !may(asker.actor, action)) {
    return sendRefusal(request, reply, { code: "not_allowed", data: { action } });
  }
  if (route.kind === "command") return takeCommandId(request, reply);
  return undefined;
}

/** The asker of a workspace's address, or null once it was refused. */
export async function admit(
  request: FastifyRequest,
  reply: FastifyReply,
  mounting: Pick<Mounting, "resolveAsker" | "services">,
): Promise<Asker | null> {
  const asker = await mounting.resolveAsker(request.headers, workspaceOf(request));
  if (asker !== null) {
    carriedBy(request).asker = asker;
    return asker;
  }
  // Somebody else's workspace and none at all look the same.
  const signedIn = await isSignedIn(request, mounting.services);
  sendRefusal(request, reply, { code: signedIn ? "workspace_unknown" : "not_signed_in" });
  return null;
}

/** The same, but for what a shared device sends of somebody whom nobody could ask who they are: then it is they. */
async function admitTapper(
  request: FastifyRequest,
  reply: FastifyReply,
  routeName: string,
  mounting: Mounting,
): Promise<Asker | null> {
  const { headers } = request;
  const tap = readTap(headers);
  if (!tap.ok || tap.value?.unchecked !== true) return admit(request, reply, mounting);
  const slug = workspaceOf(request);
  const signedIn = await mounting.resolveAsker(headers, slug);
  const asker =
    signedIn?.memberId === tap.value.memberId
      ? signedIn
      : await resolveStandIn(mounting.services, headers, slug, routeName, tap.value, mounting.now());
  if (asker === null) sendRefusal(request, reply, { code: "tap_of_another" });
  carriedBy(request).asker = asker;
  return asker;
}

const workspaceOf = ({ params }: FastifyRequest): string => (params as { workspace: string }).workspace;

async function isSignedIn(request: FastifyRequest, services: Services): Promise<boolean> {
  if ((await services.people.resolveUser(request.headers)) !== null) return true;
  return (await services.memberSessions.resolve(request.headers)) !== null;
}

function takeCommandId(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
  const commandId = request.headers["command-id"];
  if (commandId === undefined) return sendRefusal(request, reply, { code: "command_id_missing" });
  if (typeof commandId !== "string" || !commandIdShape.test(commandId)) {
    return sendRefusal(request, reply, { code: "command_id_form" });
  }
  carriedBy(request).commandId = commandId.toLowerCase();
  return undefined;
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  route: Route,
  door: AnyDoor,
  readInput: InputReader,
  mounting: Mounting,
): Promise<FastifyReply> {
  const input = route.takes === "bytes" ? readUpload(request, readInput) : readInput(request);
  if (!input.ok) return sendRefusal(request, reply, { code: "input_invalid" }, input.fields);
  const result = await open(request, door, input.value, mounting);
  const { cookies } = carriedBy(request);
  if (cookies.length > 0) void reply.header("set-cookie", cookies);
  if (!result.ok) return sendRefusal(request, reply, result.refusal);
  if (route.kind === "command") mounting.notifyFacts();
  if (route.gives === "bytes") return sendFile(reply, result.value as SentFile);
  if (mounting.checkOutputs) checkOutput(route, result.value);
  return reply.header("cache-control", "no-store").send(result.value);
}

async function open(
  request: FastifyRequest,
  door: AnyDoor,
  input: Record<string, unknown>,
  mounting: Mounting,
): Promise<Result<unknown>> {
  const { services } = mounting;
  const { asker, commandId } = carriedBy(request);
  const now = mounting.now();
  if (door.kind === "act") return door.act(services, input, exchangeOf(request, now));
  if (asker === null) return no("not_signed_in");
  const { actor, timeZone, workspaceId, byPin } = asker;
  if (door.kind === "view") {
    return readWorkspace(services.database, workspaceId, (tx) =>
      door.view(tx, input, { actor, now, timeZone, byPin, may: (action, run) => may(actor, action, run) }),
    );
  }
  if (door.kind === "download") {
    return door.download(services, input, asker, placeOf(request, mounting.publicUrl, now));
  }
  if (commandId === null) return no("command_id_missing");
  const asking = { workspaceId, actor, commandId, now };
  if (door.kind === "command") {
    const tap = readTap(request.headers);
    if (!tap.ok) return tap;
    const kept = tap.value === null ? asking : { ...asking, tap: tap.value };
    return runCommand(services.database, door.command, input, kept);
  }
  if (door.kind === "upload") return door.upload(services, input, bytesOf(request), asking);
  return door.act(services, input, asking, exchangeOf(request, now));
}

function placeOf(request: FastifyRequest, publicUrl: string | undefined, now: Date): Place {
  const origin = publicUrl ?? `${request.protocol}://${request.host}`;
  return { origin: origin.replace(/\/+$/, ""), slug: workspaceOf(request), now };
}

/** The bytes are in the input by their hash; the door gets them beside it. */
function readUpload(
  { params, query, body }: FastifyRequest,
  readInput: InputReader,
): ReturnType<InputReader> {
  const input = readInput({ params, query, body: undefined });
  if (!input.ok) return input;
  return { ok: true, value: { ...input.value, sha256: hashOf(asBytes(body)) } };
}

const bytesOf = (request: FastifyRequest): Uint8Array => asBytes(request.body);
const asBytes = (body: unknown): Uint8Array => (body instanceof Uint8Array ? body : new Uint8Array());

function exchangeOf(request: FastifyRequest, now: Date): Exchange {
  const { cookies } = carriedBy(request);
  return {
    headers: request.headers,
    ip: request.ip,
    userAgent: request.headers["user-agent"] ?? "",
    now,
    addCookie: (cookie) => cookies.push(cookie),
  };
}
