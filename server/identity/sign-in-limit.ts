import { createHash } from "node:crypto";
import { isIP } from "node:net";
import type { Pool } from "pg";

/** Attempts in a window of so many seconds; `pair` is one e-mail from one network, `network` all of its e-mails. */
export type SignInLimits = {
  readonly pair: number;
  readonly network: number;
  readonly windowSeconds: number;
};

export const defaultSignInLimits: SignInLimits = { pair: 10, network: 100, windowSeconds: 15 * 60 };

export type SignInAttempt = { readonly network: string; readonly pair: string };

/**
 * The keys an attempt is counted under. There is none by e-mail alone: anybody could then lock a person out
 * from anywhere.
 */
export function signInAttempt(ip: string, email: string): SignInAttempt {
  const network = networkOf(ip);
  const emailHash = createHash("sha256").update(email.trim().toLowerCase()).digest("base64url");
  return { network, pair: `${network} ${emailHash}` };
}

/**
 * Counts the attempt before its password is looked at, so that a hundred at once can't all pass a stale count.
 * Returns null when it may go on, else the whole seconds until the window is over. In the database, since the
 * next attempt may reach another server.
 */
export async function countSignInAttempt(
  pool: Pool,
  attempt: SignInAttempt,
  limits: SignInLimits,
): Promise<number | null> {
  // The network's row is always locked first and a pair belongs to one network: no two attempts can deadlock.
  const { rows } = await pool.query<{ key: string; count: number; retry_after: number }>(
    `insert into auth.sign_in_attempt as known (key, count, window_ends_at)
     values ($1, 1, now() + make_interval(secs => $3)), ($2, 1, now() + make_interval(secs => $3))
     on conflict (key) do update set
       count = case when known.window_ends_at <= now() then 1 else least(known.count + 1, 1000000) end,
       window_ends_at = case when known.window_ends_at <= now() then excluded.window_ends_at else known.window_ends_at end
     returning key, count, greatest(1, ceil(extract(epoch from window_ends_at - now())))::int as retry_after`,
    [attempt.network, attempt.pair, limits.windowSeconds],
  );
  const over = rows.filter((row) => row.count > (row.key === attempt.pair ? limits.pair : limits.network));
  return over.length === 0 ? null : Math.max(...over.map((row) => row.retry_after));
}

/**
 * A sign-in that worked is no attempt to guess: its pair starts anew, and its network gets this one back.
 * Two statements, each its own transaction: in one, they would lock in the other order than the count does.
 */
export async function forgiveSignInAttempt(pool: Pool, attempt: SignInAttempt): Promise<void> {
  await pool.query("delete from auth.sign_in_attempt where key = $1", [attempt.pair]);
  await pool.query("update auth.sign_in_attempt set count = greatest(count - 1, 0) where key = $1", [
    attempt.network,
  ]);
}

/** An IPv4 address, or the /64 that one IPv6 subscriber owns and can pick any address of. */
export function networkOf(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip);
  if (mapped?.[1] !== undefined) return mapped[1];
  if (isIP(ip) !== 6) return isIP(ip) === 4 ? ip : "unknown";
  // URL writes an address in its one canonical form, without a zone.
  const canonical = new URL(`http://[${ip.replace(/%.*$/, "")}]`).hostname.slice(1, -1);
  if (canonical.startsWith("::ffff:")) return canonical;
  const [head = "", tail] = canonical.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array<string>(zeros).fill("0"), ...after];
  return `${groups.slice(0, 4).join(":")}::/64`;
}
