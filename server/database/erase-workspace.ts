import type { Pool } from "pg";

/**
 * Deletes every row of an example that was removed, its ledgers too, as the role that owns the tables: the app can't.
 * One statement for all tables, so that keys between their rows are looked at when all of them are gone. Throws where
 * the workspace has not been removed.
 */
export async function eraseWorkspace(pool: Pool, workspaceId: string): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    const { rowCount } = await client.query(
      "select 1 from auth.workspace_address where workspace_id = $1 and removed_at is not null for update",
      [workspaceId],
    );
    if (rowCount !== 1) throw new Error(`The workspace ${workspaceId} has not been removed`);
    const { rows } = await client.query<{ name: string }>(
      `select format('%I.%I', n.nspname, c.relname) as name
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
       where n.nspname in ('public', 'auth') and c.relkind = 'r'
       order by 1`,
    );
    const deletions = rows.map(
      ({ name }, place) => `gone_${place} as (delete from ${name} where workspace_id = $1)`,
    );
    await client.query(`with ${deletions.join(", ")} select 1`, [workspaceId]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}
