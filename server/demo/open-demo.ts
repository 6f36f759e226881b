import { isIP } from "node:net";
import type { Database } from "#server/database/workspace-transaction.ts";
import type { People } from "#server/identity/people.ts";
import type { Settings } from "#server/settings.ts";

/** Reserved for examples: no mail can ever reach them. The later ones are for a start that died half-way. */
const mailDomains = ["demo.example", "demo-2.example", "demo-3.example", "demo-4.example"];
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
  const states = await Promise.all(mailDomains.map((mailDomain) => stateOfDemo(database, mailDomain)));
  const ready = states.indexOf("ready");
  if (ready >= 0) return signInOf(mailDomains[ready]);
  // A database that has people of its own, and no demo, is somebody's real one by now.
  const { rows: others } = await database.pool.query('select 1 from auth."user" limit 1');
  if (others.length > 0 && !states.includes("begun")) return undefined;
  const mailDomain = mailDomains[states.indexOf("absent")];
  if (mailDomain === undefined) return undefined;
  // It knows every command: loaded by the one start that needs it.
  const { buildDemoWorkspace } = await import("./build-demo-workspace.ts");
  await buildDemoWorkspace({ database, people, language: "en", password, mailDomain, now: new Date() });
  return signInOf(mailDomain);
}

const signInOf = (mailDomain: string | undefined): string => `owner@${mailDomain} / ${password}`;

/** The last thing that building a demo does is to finish its first batch: one without was left half-way. */
async function stateOfDemo({ pool }: Database, mailDomain: string): Promise<"absent" | "begun" | "ready"> {
  const { rows } = await pool.query<{ ready: boolean }>(
    `select exists (
       select from auth.workspace_door d
       join production_order o on o.workspace_id = d.workspace_id and o.status = 'done'
       where d.user_id = u.id
     ) as ready
     from auth."user" u where u.email = $1`,
    [`owner@${mailDomain}`],
  );
  const [row] = rows;
  if (row === undefined) return "absent";
  return row.ready ? "ready" : "begun";
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}
