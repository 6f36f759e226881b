import type { Pool } from "pg";
import type { Logger } from "pino";
import { createLog } from "./create-log.ts";
import { checkAppRoles } from "./database/check-app-roles.ts";
import { migrate } from "./database/migrate.ts";
import { openDatabase } from "./database/open-database.ts";
import { createPool } from "./database/pool.ts";
import { openDemo } from "./demo/open-demo.ts";
import { prepareJobs } from "./jobs/prepare-jobs.ts";
import type { Log } from "./log.ts";
import { readSettings, type Settings } from "./settings.ts";
import { codeOf, isStartRefusal, startRefusal, wordsOf } from "./start-refusal.ts";

export type RunningServer = {
  /** Where browsers find it, without a slash at the end. */
  address: string;
  /** How to sign in to the demo workspace, where there is one. */
  demoSignIn: string | undefined;
  /** Finishes what is in flight, then closes the connections, then the database. */
  stop(): Promise<void>;
};

/** The part of Fastify that this file needs. */
export type App = {
  listen(where: { host: string; port: number }): Promise<string>;
  close(): Promise<unknown>;
  server: { closeIdleConnections(): void };
};

/** What server/http/build-server.ts exports: everything between the database and the socket, not listening yet. */
export type BuildServer = (parts: {
  pool: Pool;
  /** For LISTEN and jobs. */
  directUrl: string;
  settings: Settings;
  log: Logger;
}) => Promise<{ app: App; demoSignIn?: string | undefined; services?: DemoServices }>;

/** What the demo workspace is made with, where there is to be one. */
type DemoServices = Parameters<typeof openDemo>[0];

/** How long requests and transactions in flight may take to end when we stop. */
const stopPatience = 10_000;

/**
 * Opens the database, migrates it and listens. Throws a start refusal, having closed everything again, when
 * that can't be.
 */
export async function startServer(
  settings: Settings,
  load: typeof loadBuildServer = loadBuildServer,
): Promise<RunningServer> {
  const log = createLog(settings);
  // Loading the server's code takes about as long as starting the database does: side by side. The database
  // first, since modules are loaded in one go that lets nothing else begin; this file imports little for its sake.
  const opening = openDatabase(settings, log);
  const loading = load();
  loading.catch(() => {});
  const database = await opening;
  let pool: Pool | undefined;
  let app: App | undefined;

  async function stop(): Promise<void> {
    if (app !== undefined) await inTime(closeApp(app), "requests", log);
    if (pool !== undefined) await inTime(pool.end(), "transactions", log);
    await database.close();
  }

  try {
    await migrate(database.ownerUrl);
    await prepareJobs(database.ownerUrl);
    pool = createPool(database.url, { log });
    await checkAppRoles(pool);
    const { buildServer } = await loading;
    const built = await buildServer({ pool, directUrl: database.directUrl, settings, log });
    app = built.app;
    const demoSignIn =
      built.services === undefined ? built.demoSignIn : await openDemo(built.services, settings);
    const listening = await listen(app, settings);
    const address = settings.publicUrl ?? ownAddress(settings, listening);
    return { address, demoSignIn, stop };
  } catch (error) {
    await stop().catch((failure: unknown) => {
      log.error({ error: wordsOf(failure) }, "Closing after a failed start failed too");
    });
    throw error;
  }
}

/** Runs until a signal ends it: what `npm start` does. One line when it is up, one sentence when it can't be. */
export async function runServer(load: typeof loadBuildServer = loadBuildServer): Promise<void> {
  // A signal during the start must not leave the database behind.
  let starting: Promise<RunningServer> | undefined;
  let firstSignal: number | undefined;
  const end = (): void => {
    const now = performance.now();
    // npm passes Ctrl-C on that the terminal sent us already; only one that comes later is a person's impatience.
    // The database outlives even that, and the next start adopts it.
    if (firstSignal !== undefined) {
      if (now - firstSignal > 1000) process.exit(1);
      return;
    }
    firstSignal = now;
    void Promise.resolve(starting)
      .then((server) => server?.stop())
      .then(
        () => process.exit(0),
        (error: unknown) => fail(error),
      );
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
  try {
    starting = startServer(readSettings(), load);
    const server = await starting;
    if (firstSignal !== undefined) return;
    const demo = server.demoSignIn === undefined ? "" : `  (demo: ${server.demoSignIn})`;
    console.log(`Treadle is at ${server.address}${demo}`);
  } catch (error) {
    fail(error);
  }
}

function fail(error: unknown): never {
  console.error(isStartRefusal(error) ? error.message : error);
  process.exit(1);
}

async function loadBuildServer(): Promise<{ buildServer: BuildServer }> {
  const path: string = "#server/http/build-server.ts";
  return (await import(path)) as { buildServer: BuildServer };
}

async function listen(app: App, settings: Settings): Promise<string> {
  const { host, port } = settings;
  try {
    return await app.listen({ host, port });
  } catch (error) {
    const code = codeOf(error);
    if (code === "EADDRINUSE") {
      throw startRefusal(
        `Port ${port} is in use, by another Treadle or another program: stop that, or choose another port, as in PORT=${port + 1} npm start.`,
        error,
      );
    }
    if (code === "EACCES") {
      throw startRefusal(`Port ${port} may not be used by this user: choose a PORT above 1023.`, error);
    }
    if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
      throw startRefusal(`HOST ${host} is no address of this machine: try 127.0.0.1 or 0.0.0.0.`, error);
    }
    throw error;
  }
}

/** `listening` is Fastify's answer; its port is the real one where PORT was 0. */
function ownAddress(settings: Settings, listening: string): string {
  const { port } = new URL(listening);
  return `${settings.tls === undefined ? "http" : "https"}://localhost${port === "" ? "" : `:${port}`}`;
}

/**
 * Fastify closes the idle connections once, when it begins to close. One that was busy then goes idle with its
 * answer, and the browser would keep it open for a minute.
 */
async function closeApp(app: App): Promise<void> {
  const sweeping = setInterval(() => app.server.closeIdleConnections(), 20);
  try {
    await app.close();
  } finally {
    clearInterval(sweeping);
  }
}

async function inTime(closing: Promise<unknown>, what: string, log: Log): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      log.warn({ milliseconds: stopPatience }, `Stopped without waiting longer for ${what}`);
      resolve();
    }, stopPatience);
  });
  await Promise.race([closing, late]);
  clearTimeout(timer);
}

if (import.meta.main) await runServer();
