import { randomBytes } from "node:crypto";
import { openDatabase } from "#server/database/open-database.ts";
import { createLog } from "#server/create-log.ts";
import { migrate } from "#server/database/migrate.ts";
import { createPool } from "#server/database/pool.ts";
import { createDatabase } from "#server/database/workspace-transaction.ts";
import { buildDemoWorkspace } from "#server/demo/build-demo-workspace.ts";
import { createPeople } from "#server/identity/people.ts";
import { readSettings } from "#server/settings.ts";
import { isStartRefusal } from "#server/start-refusal.ts";

/**
 * `npm run demo [en|uk]`: one more demo workspace, on whichever database the environment names, with a password
 * that only this output knows. It is a workspace of its own; nothing else is touched.
 */
const language = process.argv[2] === "uk" ? "uk" : "en";
const settings = readSettings();
const log = createLog(settings);
try {
  const opened = await openDatabase(settings, log);
  await migrate(opened.ownerUrl);
  const pool = createPool(opened.url, { log });
  const people = createPeople({
    database: opened.directUrl,
    secret: settings.secret,
    publicUrl: settings.publicUrl ?? `http://localhost:${settings.port}`,
    secureCookies: false,
    log,
  });
  const password = randomBytes(9).toString("base64url");
  const demo = await buildDemoWorkspace({
    database: createDatabase(pool),
    people,
    language,
    password,
    // Reserved for examples; random, so that one demo beside another has people of its own.
    mailDomain: `${randomBytes(3).toString("hex")}.example`,
    now: new Date(),
  });
  console.log(`The demo workspace is /w/${demo.slug}; everybody's password is ${password}`);
  for (const [role, email] of Object.entries(demo.emails)) console.log(`  ${role.padEnd(12)} ${email}`);
  await people.close();
  await pool.end();
  await opened.close();
} catch (error) {
  console.error(isStartRefusal(error) ? error.message : error);
  process.exitCode = 1;
}
