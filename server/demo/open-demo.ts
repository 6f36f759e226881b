import { isIP } from "node:net";
import type { Database } from "#server/database/workspace-transaction.ts";
import type { People } from "#server/identity/people.ts";
import type { Settings } from "#server/settings.ts";

/** Reserved for examples: no mail can ever reach it. */
const mailDomain = "demo.example";
/** Everybody on this machine may know it: the demo opens on loopback alone. */
const password = "treadle-demo";

/**
 * The demo workspace, made at the first start and found again later; its sign-in, as a line for the console.
 * Only with the embedded database on loopback: a known password must be reachable from nowhere else.
 */
export async function openDemo(
  { database, people }: { database: Database; people: People },
  settings: Pick<Settings, "databaseUrl" | "host">,
): Promise<string | undefined> {
  if (settings.databaseUrl !== undefined || !isLoopback(settings.host)) return undefined;
  const signIn = `owner@${mailDomain} / ${password}`;
  const { rows } = await database.pool.query('select 1 from auth."user" where email = $1', [
    `owner@${mailDomain}`,
  ]);
  if (rows.length > 0) return signIn;
  // A database that has people of its own is somebody's real one by now.
  const { rows: others } = await database.pool.query('select 1 from auth."user" limit 1');
  if (others.length > 0) return undefined;
  // It knows every command: loaded by the one start that needs it.
  const { buildDemoWorkspace } = await import("./build-demo-workspace.ts");
  await buildDemoWorkspace({ database, people, language: "en", password, mailDomain, now: new Date() });
  return signIn;
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}
