import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "#server/database/embedded-postgres.ts";
import { migrate } from "#server/database/migrate.ts";
import { createPool } from "#server/database/pool.ts";
import { createPeople } from "#server/identity/people.ts";
import { silentLog } from "#server/log.ts";
import { countAnew, filledId, filledWorkspace, fillingOf, type FilledSize } from "./filled-database.ts";
import { type Browser, signIn } from "./http-client.ts";
import { startServer } from "./world.ts";

/** The whole product over a workspace that bench/fill-orders.sql has filled, and its supervisor signed in. */
export type FilledProduct = {
  readonly address: string;
  readonly slug: string;
  readonly supervisor: Browser;
  stop(): Promise<void>;
};

// As bench/fill-orders.sql makes them.
const supervisorId = filledId(2, 2);
const slug = "fill";
const email = "supervisor@bench.example";

type Size = FilledSize & {
  /** The script has three names of stages; here so many of each, as a workshop of many trades has. */
  readonly stageNames?: number;
};

export async function openFilledProduct(size: Size): Promise<FilledProduct> {
  const folder = mkdtempSync(join(tmpdir(), "treadle-bench-filled-"));
  const embedded = await startEmbeddedPostgres({ dataDir: folder, log: silentLog });
  await migrate(embedded.url);
  const pool = createPool(embedded.url, { log: silentLog, max: 2 });
  await pool.query(fillingOf(size));
  if (size.stageNames !== undefined) await pool.query(manyNames(size.stageNames));
  await pool.query(countAnew());
  await pool.query("vacuum analyze");
  const secret = randomBytes(32).toString("hex");
  const password = randomBytes(12).toString("hex");
  const people = createPeople({
    database: embedded.url,
    secret,
    publicUrl: "http://localhost",
    secureCookies: false,
    log: silentLog,
  });
  const user = await people.createUser({ email, password, name: "Supervisor" });
  if (!user.ok) throw new Error(user.refusal.code);
  await pool.query("update member set user_id = $1, email = $2 where workspace_id = $3 and id = $4", [
    user.value.userId,
    email,
    filledWorkspace,
    supervisorId,
  ]);
  // What acceptInvitation and createWorkspace would have done.
  await pool.query(`insert into auth.workspace_address (slug, workspace_id) values ($1, $2)`, [
    slug,
    filledWorkspace,
  ]);
  await pool.query(`insert into auth.workspace_door (user_id, workspace_id, member_id) values ($1, $2, $3)`, [
    user.value.userId,
    filledWorkspace,
    supervisorId,
  ]);
  await people.close();
  await pool.end();
  const { server, address } = await startServer(embedded.url, secret);
  return {
    address,
    slug,
    supervisor: await signIn(address, slug, email, password),
    async stop() {
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGTERM");
      await ended;
      await embedded.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const manyNames = (count: number): string => `
  set session_replication_role = replica;
  update order_stage set name = order_stage.name || ' ' || o.number % ${count}
    from production_order o where o.workspace_id = order_stage.workspace_id and o.id = order_stage.order_id;
  update run set stage_name = s.name
    from order_stage s where s.workspace_id = run.workspace_id and s.id = run.order_stage_id;`;
