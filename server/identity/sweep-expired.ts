import type { Queries } from "./member-sessions.ts";

const batch = 1_000;
// A member's session is kept a while, so that 'who was signed in on this tablet last week' can be answered.
const tables = [
  { name: `auth.session`, key: "id", over: "expires_at < $1" },
  { name: `auth.device_code`, key: "id", over: "expires_at < $1" },
  { name: `auth.verification`, key: "id", over: "expires_at < $1" },
  { name: `auth.sign_in_attempt`, key: "key", over: "window_ends_at < $1" },
  { name: `auth.member_session`, key: "id", over: "expires_at < $1::timestamptz - interval '30 days'" },
];

/**
 * Deletes what is over in `auth`, in batches that wait for nobody's lock. For a daily job; returns how many rows
 * went. Nothing depends on it but the size of the tables: what is over is never honoured.
 */
export async function sweepExpired(pool: Queries, now: Date): Promise<number> {
  let swept = 0;
  for (const { name, key, over } of tables) {
    for (;;) {
      const { rows } = await pool.query(
        `delete from ${name} where ${key} in
           (select ${key} from ${name} where ${over} order by ${key} limit ${batch} for update skip locked)
         returning 1`,
        [now],
      );
      swept += rows.length;
      if (rows.length < batch) break;
    }
  }
  return swept;
}
