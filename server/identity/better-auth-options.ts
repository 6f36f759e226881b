import type { BetterAuthOptions } from "better-auth";
import type { Pool } from "pg";
import { v7 } from "uuid";
import type { Log } from "#server/log.ts";
import { hashPassword, verifyPassword } from "./password-hash.ts";

export const passwordLength = { least: 8, most: 128 } as const;
/** From the sign-in, whatever happens in between: see `disableSessionRefresh` below. */
export const sessionLifeSeconds = 30 * 24 * 3600;
export const sessionCookie = "treadle_session";
/** Only we set it, on headers made by ourselves: a client's own header of this name never gets there. */
export const addressHeader = "x-treadle-address";

/**
 * better-auth keeps people, password accounts and sessions. Its HTTP handler is not mounted: our routes call its
 * server API, so that a sign-in has our contract, refusals and words. That takes three of its guards out of the
 * way, which only act inside the handler, and ours stand in for them: the origin check (server/http accepts JSON
 * bodies from our own origin alone; cookies are same-site), the rate limit (sign-in-limit.ts; it also counts by
 * e-mail, the library's only by address and path) and the size of bodies (server/http). The handler becomes
 * needed with sign-in by another provider or passkeys: their call-backs are its routes.
 */
export function betterAuthOptions(input: {
  pool: Pool;
  secret: string;
  publicUrl: string;
  secureCookies: boolean;
  log: Log;
}) {
  return {
    appName: "Treadle",
    baseURL: input.publicUrl,
    secret: input.secret,
    database: input.pool,
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      // An account is one command, a sign-in another: see createUser for what the library then answers.
      autoSignIn: false,
      minPasswordLength: passwordLength.least,
      maxPasswordLength: passwordLength.most,
      password: {
        hash: hashPassword,
        verify: ({ hash, password }: { hash: string; password: string }) => verifyPassword(hash, password),
      },
    },
    user: { fields: { emailVerified: "email_verified", createdAt: "created_at", updatedAt: "updated_at" } },
    session: {
      expiresIn: sessionLifeSeconds,
      // Sliding sessions write from a read and must send a new cookie with its answer. A fixed life needs neither.
      disableSessionRefresh: true,
      fields: {
        userId: "user_id",
        expiresAt: "expires_at",
        ipAddress: "ip_address",
        userAgent: "user_agent",
        createdAt: "created_at",
        updatedAt: "updated_at",
      },
    },
    account: {
      fields: {
        userId: "user_id",
        providerId: "provider_id",
        accountId: "account_id",
        accessToken: "access_token",
        refreshToken: "refresh_token",
        idToken: "id_token",
        accessTokenExpiresAt: "access_token_expires_at",
        refreshTokenExpiresAt: "refresh_token_expires_at",
        createdAt: "created_at",
        updatedAt: "updated_at",
      },
    },
    verification: { fields: { expiresAt: "expires_at", createdAt: "created_at", updatedAt: "updated_at" } },
    advanced: {
      cookiePrefix: "treadle",
      cookies: { session_token: { name: sessionCookie } },
      // Also puts __Secure- before the name, so that nobody on plain http can plant such a cookie.
      useSecureCookies: input.secureCookies,
      ipAddress: { ipAddressHeaders: [addressHeader] },
      // joins: a session comes with its user in one statement, not in two.
      database: { generateId: () => v7(), joins: true },
    },
    logger: {
      level: "error",
      // The library's own lines name e-mail addresses, and a driver's error carries the row; see tellPlainly.
      log: (_level: string, message: string, ...details: unknown[]) =>
        tellPlainly(input.log, message, details),
    },
  } satisfies BetterAuthOptions;
}

/** Hands on what failed without what was in it: the library's fixed sentence, and the error's kind and code. */
function tellPlainly(log: Log, message: string, details: unknown[]): void {
  const error = details.find((detail) => detail instanceof Error);
  const code = error !== undefined && "code" in error ? String(error.code) : undefined;
  log.error({ message, error: error?.name, code }, "better-auth could not do its part");
}
