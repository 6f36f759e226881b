import { randomUUID } from "node:crypto";
import { constants } from "node:zlib";
import compress from "@fastify/compress";
import rateLimit from "@fastify/rate-limit";
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from "fastify";
import type { Pool } from "pg";
import { type Database, createDatabase } from "#server/database/workspace-transaction.ts";
import { openFolderStorage } from "#server/files/file-storage.ts";
import { type FactFeed, openFactFeed } from "#server/facts/fact-feed.ts";
import { createMemberSessions } from "#server/identity/member-sessions.ts";
import { createPeople } from "#server/identity/people.ts";
import { foldBoards } from "#server/jobs/fold-boards.ts";
import { type Reactions, leadReactions } from "#server/jobs/lead-reactions.ts";
import { type Jobs, areJobsPrepared, startJobs } from "#server/jobs/run-jobs.ts";
import { sweepDaily } from "#server/jobs/sweep-daily.ts";
import { watchHourly } from "#server/jobs/watch-hourly.ts";
import type { Log } from "#server/log.ts";
import { mountEventStreams } from "#server/realtime/event-streams.ts";
import type { Settings } from "#server/settings.ts";
import type { ResolveAsker, Services } from "./door-types.ts";
import { listDoors } from "./doors.ts";
import { watchConnections } from "./watch-connections.ts";
import { handleErrors, refusalError, sendError } from "./handle-errors.ts";
import { logRequests } from "./log-requests.ts";
import { bytesTypes } from "./guard-origin.ts";
import { mountApiDocs } from "./mount-api-docs.ts";
import { mostParamCharacters, mountRoutes } from "./mount-routes.ts";
import { createResolveAsker } from "./resolve-asker.ts";
import { addSecurityHeaders } from "./security-headers.ts";
import { serveStaticFiles, webFolder } from "./static-files.ts";

export type ServerParts = {
  readonly pool: Pool;
  /** Past a pooler: for LISTEN and for jobs. */
  readonly directUrl: string;
  readonly settings: Pick<Settings, "publicUrl" | "tls" | "secret" | "port" | "filesDir">;
  readonly log: Log;
} & ServerOptions;

/** What tests and benchmarks choose otherwise. */
export type ServerOptions = {
  /** Validate every answer against its contract; a mismatch is a 500. For tests: always on there. */
  readonly checkOutputs?: boolean;
  readonly limits?: Partial<RateLimits>;
  readonly webFolder?: string;
  /** How often a stream asks whether its listener may still listen. */
  readonly streamCheckMilliseconds?: number;
  readonly now?: () => Date;
};

/** Requests a minute from one address. */
export type RateLimits = {
  readonly general: number;
  readonly signIn: number;
  readonly signInByPin: number;
  readonly registerByCode: number;
  readonly signUp: number;
  readonly acceptInvitation: number;
  readonly uploadFile: number;
};

/** Generous: a whole workshop may stand behind one address, and its screens fetch again on each event. */
export const defaultLimits: RateLimits = {
  general: 12_000,
  signIn: 60,
  signInByPin: 120,
  registerByCode: 10,
  signUp: 20,
  acceptInvitation: 30,
  uploadFile: 300,
};

const megabyte = 1024 * 1024;

export type BuiltServer = {
  readonly app: FastifyInstance;
  readonly services: Services;
  readonly feed: FactFeed;
};

/** Everything between the database and the socket; the caller listens. Closing the app closes what is opened here. */
export async function buildServer(parts: ServerParts): Promise<BuiltServer> {
  const { pool, directUrl, settings, log } = parts;
  const isHttps = settings.publicUrl?.startsWith("https://") ?? settings.tls !== undefined;
  const database = createDatabase(pool);
  const services = openServices(parts, database, isHttps);
  const feed = await openFactFeed({ pool, directUrl, log });
  const app = createApp(settings);

  logRequests(app, log);
  handleErrors(app, log);
  await addPlugins(app, isHttps, { ...defaultLimits, ...parts.limits });
  const resolveAsker: ResolveAsker = createResolveAsker(services);
  mountRoutes(app, listDoors(), {
    services,
    resolveAsker,
    publicUrl: settings.publicUrl,
    checkOutputs: parts.checkOutputs ?? false,
    notifyFacts: () => feed.notify(),
    now: parts.now ?? (() => new Date()),
    limitOf: limitsOf({ ...defaultLimits, ...parts.limits }),
  });
  const streams = mountEventStreams(app, {
    feed,
    database,
    services,
    resolveAsker,
    checkMilliseconds: parts.streamCheckMilliseconds ?? 30_000,
  });
  mountHealth(app, pool);
  mountApiDocs(app);
  await serveStaticFiles(app, parts.webFolder ?? webFolder);

  const automation = await startAutomation(parts, services, feed);

  // Once browsers can come, and before the first person signs in.
  app.addHook("onListen", (done) => {
    setImmediate(() => void services.people.prepare().catch(() => undefined));
    done();
  });
  const folding = foldBoards(services.database, feed, log);
  const connections = watchConnections(app.server);
  app.addHook("preClose", async () => {
    // Streams never end by themselves, and closing waits for what is in flight.
    streams.end();
    connections.dropIdle();
  });
  app.addHook("onClose", async () => {
    connections.stop();
    await automation.stop();
    await folding.stop();
    await feed.close();
    await services.people.close();
  });
  return { app, services, feed };
}

/** Reads the facts for triggers and does what follows; sleeps where the queue's tables have not been made. */
async function startAutomation(
  { directUrl, log, now = () => new Date() }: ServerParts,
  { database, files }: Services,
  feed: FactFeed,
): Promise<Reactions> {
  if (!(await areJobsPrepared(database))) {
    log.warn({}, "The job queue's tables are missing: triggers sleep");
    return { stop: () => Promise.resolve() };
  }
  const jobs: Jobs = await startJobs({
    database,
    directUrl,
    files,
    log,
    now,
    notifyFacts: () => feed.notify(),
  });
  const reactions = leadReactions({
    database,
    directUrl,
    feed,
    enqueue: (effects) => jobs.enqueue(effects),
    enqueueImports: (imports) => jobs.enqueueImports(imports),
    log,
    now,
  });
  const sweeping = sweepDaily(database, files, log, now);
  const watching = watchHourly(database, log, now, () => feed.notify());
  return {
    async stop() {
      sweeping.stop();
      watching.stop();
      await reactions.stop();
      await jobs.stop();
    },
  };
}

function openServices(
  { pool, directUrl, settings, log }: ServerParts,
  database: Database,
  secureCookies: boolean,
): Services {
  const publicUrl =
    settings.publicUrl ?? `${settings.tls === undefined ? "http" : "https"}://localhost:${settings.port}`;
  return {
    database,
    people: createPeople({ database: directUrl, secret: settings.secret, publicUrl, secureCookies, log }),
    memberSessions: createMemberSessions({ pool, secureCookies }),
    files: openFolderStorage(settings.filesDir),
    secureCookies,
    log,
  };
}

function createApp(settings: ServerParts["settings"]): FastifyInstance {
  const app = fastify({
    ...(settings.tls === undefined ? {} : { https: settings.tls }),
    // Our own line a request: Fastify's two would tell addresses with the values in them.
    logger: false,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    bodyLimit: megabyte,
    // Only a proxy on this machine may say whom it speaks for; one elsewhere needs the same origin anyway.
    trustProxy: "loopback",
    forceCloseConnections: "idle",
    onProtoPoisoning: "error",
    onConstructorPoisoning: "error",
    // Addresses that can't be read, before there is a route.
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) =>
      void sendError(error, request, reply, silent),
    routerOptions: { maxParamLength: mostParamCharacters, caseSensitive: true, ignoreTrailingSlash: false },
  }) as unknown as FastifyInstance;
  // JSON alone: a form or a text is what another site's page could send without being asked first.
  app.removeContentTypeParser("text/plain");
  // Files as they are. How much of them, each route says; one that takes JSON has refused them before the body.
  for (const type of bytesTypes) {
    app.addContentTypeParser(type, { parseAs: "buffer" }, (_, bytes, done) => done(null, bytes));
  }
  app.addHook("onRequest", (request, reply, done) => {
    void reply.header("request-id", request.id);
    done();
  });
  return app;
}

const silent: Log = { info() {}, warn() {}, error() {} };

async function addPlugins(app: FastifyInstance, isHttps: boolean, limits: RateLimits): Promise<void> {
  await addSecurityHeaders(app, isHttps);
  await app.register(rateLimit, {
    global: true,
    max: limits.general,
    timeWindow: 60_000,
    cache: 10_000,
    allowList: (request) => !request.url.startsWith("/api/"),
    addHeaders: noHeaders,
    addHeadersOnExceeding: noHeaders,
    errorResponseBuilder: (_, context) =>
      refusalError({
        code: "too_many_requests",
        data: { retryAfter: Math.max(1, Math.ceil(context.ttl / 1000)) },
      }),
  });
  await app.register(compress, {
    global: true,
    threshold: 1024,
    encodings: ["br", "gzip"],
    // The libraries' own levels are for files that are compressed once: 11 takes a hundred times as long.
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } },
    zlibOptions: { level: 4 },
    globalDecompression: false,
  });
}

const noHeaders = {
  "x-ratelimit-limit": false,
  "x-ratelimit-remaining": false,
  "x-ratelimit-reset": false,
  "retry-after": false,
};

function limitsOf(limits: RateLimits): (name: string) => number | undefined {
  const byName: Readonly<Record<string, number>> = limits;
  return (name) => (name === "general" ? undefined : byName[name]);
}

function mountHealth(app: FastifyInstance, pool: Pool): void {
  app.get("/health", () => ({ alive: true }));
  app.get("/ready", async (_, reply) => {
    const { rows } = await pool
      .query<{ migrated: boolean }>("select to_regclass('public.fact') is not null as migrated")
      .catch(() => ({ rows: [] }));
    const ready = rows[0]?.migrated === true;
    return reply.code(ready ? 200 : 503).send({ ready });
  });
}
