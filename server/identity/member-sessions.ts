import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { sql } from "kysely";
import { v7 } from "uuid";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { readCookie, setCookie } from "./cookies.ts";
import type { RequestHeaders } from "./cookies.ts";
import { createSessionMemory } from "./session-memory.ts";
import type { Remembered } from "./session-memory.ts";

export { hashPin, verifyPin } from "./password-hash.ts";

/** What a pg pool and a pg client both can do. */
export type Queries = {
  query(text: string, values: unknown[]): Promise<{ rows: unknown[] }>;
};

export type MemberSession = {
  /** Not branded: only `access` mints a workspace id. */
  readonly workspaceId: string;
  readonly memberId: string;
  readonly deviceId: string;
};

/** How somebody proved who they are; kept with their session. */
export type SignInWay = "pin" | "badge";

export type MemberSessions = {
  /** Makes a session of 12 hours in the caller's transaction; `cookie` is a whole `Set-Cookie` text. */
  create(
    tx: Pick<Tx, "db">,
    input: MemberSession & { way: SignInWay; now: Date },
  ): Promise<{ sessionId: string; cookie: string }>;
  /**
   * At most one statement, and none where the same cookie was asked about in the last 30 seconds. It does not
   * say that the member is still active or the device still registered: that is the member's row.
   */
  resolve(headers: RequestHeaders): Promise<MemberSession | null>;
  /** Ends the session the cookie names, at once on this server, and returns the cookie that takes it away. */
  end(headers: RequestHeaders): Promise<string>;
  /** Ends what a member's badge has opened; within 30 seconds where a server remembers such a session. */
  endByBadge(workspaceId: string, memberId: string, now: Date): Promise<void>;
};

export type DeviceCookie = {
  readonly workspaceId: string;
  readonly deviceId: string;
  readonly secret: string;
};

export const memberCookieName = "treadle_member";
export const deviceCookieName = "treadle_device";
export const memberSessionSeconds = 12 * 3600;
/** As long as browsers keep a cookie at all. */
const deviceCookieSeconds = 400 * 24 * 3600;
const memorySeconds = 30;
const memoryEntries = 10_000;

const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
// 32 random bytes as base64url
const secretText = "[A-Za-z0-9_-]{43}";
const memberCookieShape = new RegExp(`^(?<id>${uuid})\\.(?<secret>${secretText})$`);
const deviceCookieShape = new RegExp(
  `^(?<workspace>${uuid})\\.(?<device>${uuid})\\.(?<secret>${secretText})$`,
);

type SessionRow = {
  workspace_id: string;
  member_id: string;
  device_id: string;
  secret_hash: string;
  expires_at: Date;
};

/**
 * Sessions of operators on a registered device, by PIN or badge: a row and a cookie `<id>.<secret>`, of whose secret only the
 * SHA-256 is stored (it is 256 random bits: a slow hash would guard nothing more).
 * `pool` may act as treadle_app or as the owner: `auth` has no row-level security, so no workspace is set.
 */
export function createMemberSessions(options: {
  pool: Queries;
  secureCookies: boolean;
  now?: () => Date;
}): MemberSessions {
  const { pool, secureCookies } = options;
  const now = options.now ?? (() => new Date());
  const memory = createSessionMemory<MemberSession>({ lifeSeconds: memorySeconds, most: memoryEntries, now });

  return {
    async create(tx, input) {
      const id = v7();
      const secret = newSecret();
      const expiresAt = new Date(input.now.getTime() + memberSessionSeconds * 1000);
      await sql`
        insert into auth.member_session
          (id, workspace_id, member_id, device_id, secret_hash, way, created_at, expires_at)
        values (${id}, ${input.workspaceId}, ${input.memberId}, ${input.deviceId}, ${hashSecret(secret)},
                ${input.way}, ${input.now}, ${expiresAt})`.execute(tx.db);
      const cookie = setCookie(memberCookieName, `${id}.${secret}`, {
        maxAge: memberSessionSeconds,
        secure: secureCookies,
      });
      return { sessionId: id, cookie };
    },

    async resolve(headers) {
      const value = readCookie(headers, memberCookieName);
      const parts = value === null ? undefined : memberCookieShape.exec(value)?.groups;
      if (value === null || parts?.["id"] === undefined || parts["secret"] === undefined) return null;
      const { id, secret } = parts;
      return memory.get(value, () => findSession(pool, id, secret));
    },

    async end(headers) {
      const value = readCookie(headers, memberCookieName);
      const parts = value === null ? undefined : memberCookieShape.exec(value)?.groups;
      if (value !== null && parts?.["id"] !== undefined && parts["secret"] !== undefined) {
        await pool.query(
          `update auth.member_session set ended_at = $3
           where id = $1 and secret_hash = $2 and ended_at is null`,
          [parts["id"], hashSecret(parts["secret"]), now()],
        );
        memory.forget(value);
      }
      return setCookie(memberCookieName, "", { maxAge: 0, secure: secureCookies });
    },

    async endByBadge(workspaceId, memberId, at) {
      await pool.query(
        `update auth.member_session set ended_at = $3
         where workspace_id = $1 and member_id = $2 and way = 'badge' and ended_at is null`,
        [workspaceId, memberId, at],
      );
    },
  };
}

async function findSession(
  pool: Queries,
  id: string,
  secret: string,
): Promise<Remembered<MemberSession> | null> {
  const { rows } = await pool.query(
    `select workspace_id, member_id, device_id, secret_hash, expires_at
     from auth.member_session where id = $1 and ended_at is null`,
    [id],
  );
  const row = rows[0] as SessionRow | undefined;
  if (row === undefined || !sameHash(row.secret_hash, hashSecret(secret))) return null;
  const value = { workspaceId: row.workspace_id, memberId: row.member_id, deviceId: row.device_id };
  return { value, expiresAt: row.expires_at };
}

/** A new device's secret for its cookie, and what to keep of it in device.secret_hash. */
export function createDeviceToken(): { secret: string; secretHash: string } {
  const secret = newSecret();
  return { secret, secretHash: hashSecret(secret) };
}

/** SHA-256 as hex. Compare by `sameDeviceToken`. */
export function hashDeviceToken(secret: string): string {
  return hashSecret(secret);
}

/** Whether the cookie's secret is the one whose hash is kept; takes the same time wherever they differ. */
export function sameDeviceToken(secretHash: string, secret: string): boolean {
  return sameHash(secretHash, hashSecret(secret));
}

/** A whole `Set-Cookie` text, for the browser of the device that was just registered. */
export function deviceCookie(device: DeviceCookie & { secureCookies: boolean }): string {
  const value = `${device.workspaceId}.${device.deviceId}.${device.secret}`;
  return setCookie(deviceCookieName, value, { maxAge: deviceCookieSeconds, secure: device.secureCookies });
}

/** What the browser says it is: unproven until the secret was compared with the device's row. */
export function readDeviceCookie(headers: RequestHeaders): DeviceCookie | null {
  const parts = deviceCookieShape.exec(readCookie(headers, deviceCookieName) ?? "")?.groups;
  if (parts === undefined) return null;
  const { workspace: workspaceId, device: deviceId, secret } = parts;
  if (workspaceId === undefined || deviceId === undefined || secret === undefined) return null;
  return { workspaceId, deviceId, secret };
}

function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

function sameHash(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
