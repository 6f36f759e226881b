import type { Pool } from "pg";
import { startRefusal } from "#server/start-refusal.ts";

/**
 * Every transaction acts as one of the roles that the migrations made. The login of DATABASE_URL has to be in
 * them; where it is not the one that migrates, only an administrator can have put it there.
 */
export async function checkAppRoles(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string; may: boolean }>(
    `select quote_ident(current_user) as name,
       pg_has_role('treadle_app', 'member') and pg_has_role('treadle_reader', 'member') as may`,
  );
  const [row] = rows;
  if (row === undefined || row.may) return;
  throw startRefusal(
    `The user in DATABASE_URL may not act as Treadle's roles: run "grant treadle_app, treadle_reader to ${row.name}" as the one in DATABASE_URL_OWNER.`,
  );
}
