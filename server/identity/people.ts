import { Pool } from "pg";
import type { PoolConfig } from "pg";
import { z } from "zod";
import { no, ok } from "#kernel/result.ts";
import type { Result } from "#kernel/result.ts";
import type { Log } from "#server/log.ts";
import { addressHeader, betterAuthOptions, passwordLength } from "./better-auth-options.ts";
import { readCookie } from "./cookies.ts";
import type { RequestHeaders } from "./cookies.ts";
import { createSessionMemory } from "./session-memory.ts";
import {
  countSignInAttempt,
  defaultSignInLimits,
  forgiveSignInAttempt,
  signInAttempt,
} from "./sign-in-limit.ts";
import type { SignInLimits } from "./sign-in-limit.ts";

export type SignedInUser = {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly sessionId: string;
};

export type People = {
  /** Loads what the first sign-in or session would else wait for. */
  prepare(): Promise<void>;
  /**
   * Makes the person and the password account, and signs nobody in.
   * Refusals: email_invalid; email_taken (letter case counts for nothing); password_weak with
   * `{ rule: "too_short", least }` or `{ rule: "too_long", most }`.
   */
  createUser(input: { email: string; password: string; name: string }): Promise<Result<{ userId: string }>>;
  /**
   * Refusals: sign_in_failed, the same and after the same work whether the e-mail is unknown or the password
   * wrong; too_many_attempts with `{ retryAfter }` in whole seconds.
   */
  signIn(input: {
    email: string;
    password: string;
    ip: string;
    userAgent: string;
  }): Promise<Result<{ userId: string; setCookies: string[] }>>;
  /** Ends the session, if there is one, and returns the cookies that take the browser's away. */
  signOut(headers: RequestHeaders): Promise<string[]>;
  /**
   * Whose session the cookie names. At most one statement, and none where the same cookie was asked about in the
   * last 30 seconds. A session ended on this server is ended at once; one ended on another, within these seconds.
   */
  resolveUser(headers: RequestHeaders): Promise<SignedInUser | null>;
  close(): Promise<void>;
};

export type PeopleOptions = {
  /** A connection string or pg's own settings: people take a few connections of their own, see below. */
  readonly database: string | PoolConfig;
  /** Signs the cookies: at least 32 characters, and the same on every server. */
  readonly secret: string;
  readonly publicUrl: string;
  /** Whether the public address is https. */
  readonly secureCookies: boolean;
  readonly log: Log;
  readonly limits?: SignInLimits;
};

const memorySeconds = 30;
const memoryEntries = 10_000;
const emailField = z.email().max(254);
// What better-auth may have put in a signed cookie: a token, a dot, base64, percent-encoded.
const cookieShape = /^[A-Za-z0-9._~%+/=-]{20,400}$/;

export function createPeople(options: PeopleOptions): People {
  if (options.secret.length < 32) throw new Error("The secret needs at least 32 characters");
  const pool = openPool(options.database, options.log);
  const openAuth = () => loadAuth({ ...options, pool });
  // Three hundred modules: the server listens before they are there.
  let opened: ReturnType<typeof openAuth> | undefined;
  const ready = () => (opened ??= openAuth());
  const limits = options.limits ?? defaultSignInLimits;
  const memory = createSessionMemory<SignedInUser>({
    lifeSeconds: memorySeconds,
    most: memoryEntries,
    now: () => new Date(),
  });

  /** The session's cookie alone: the library gets no other header of the request to make anything of. */
  async function sessionCookieOf(
    headers: RequestHeaders,
  ): Promise<{ value: string; headers: Headers } | null> {
    const { auth } = await ready();
    const { name } = (await auth.$context).authCookies.sessionToken;
    const value = readCookie(headers, name);
    if (value === null || !cookieShape.test(value)) return null;
    return { value, headers: new Headers({ cookie: `${name}=${value}` }) };
  }

  return {
    async prepare() {
      await ready();
    },

    async createUser({ email, password, name }) {
      const address = email.trim();
      if (!emailField.safeParse(address).success) return no("email_invalid", {}, ["email"]);
      if (password.length < passwordLength.least) {
        return no("password_weak", { rule: "too_short", least: passwordLength.least }, ["password"]);
      }
      if (password.length > passwordLength.most) {
        return no("password_weak", { rule: "too_long", most: passwordLength.most }, ["password"]);
      }
      const taken = no("email_taken", {}, ["email"]);
      const userId = await signUp(address, password, name);
      // For a known e-mail the library answers with an invented person, so as not to tell. We do tell: a person
      // who signs up twice must learn it, and the limits of server/http slow down who tries addresses.
      if (userId === null) return taken;
      const { rowCount } = await pool.query(`select 1 from auth."user" where id = $1`, [userId]);
      return rowCount === 0 ? taken : ok({ userId });
    },

    async signIn({ email, password, ip, userAgent }) {
      const attempt = signInAttempt(ip, email);
      const retryAfter = await countSignInAttempt(pool, attempt, limits);
      if (retryAfter !== null) return no("too_many_attempts", { retryAfter });
      const headers = new Headers({ [addressHeader]: plain(ip), "user-agent": plain(userAgent) });
      const { auth } = await ready();
      try {
        const answer = await auth.api.signInEmail({
          body: { email: email.trim(), password },
          headers,
          returnHeaders: true,
        });
        await forgiveSignInAttempt(pool, attempt);
        return ok({ userId: answer.response.user.id, setCookies: answer.headers.getSetCookie() });
      } catch (error) {
        if (isRefusedSignIn(error)) return no("sign_in_failed");
        throw error;
      }
    },

    async signOut(headers) {
      const { auth } = await ready();
      const cookie = await sessionCookieOf(headers);
      if (cookie !== null) {
        // The library's sign-out logs a failed delete and still answers yes. So the row goes here, where a
        // failure is one, and the library only says which cookies to take away.
        const found = await auth.api.getSession({ headers: cookie.headers });
        if (found !== null) await (await auth.$context).internalAdapter.deleteSession(found.session.token);
        memory.forget(cookie.value);
      }
      const answer = await auth.api.signOut({ headers: new Headers(), returnHeaders: true });
      return answer.headers.getSetCookie();
    },

    async resolveUser(headers) {
      const cookie = await sessionCookieOf(headers);
      if (cookie === null) return null;
      return memory.get(cookie.value, async () => {
        const { auth } = await ready();
        const found = await auth.api.getSession({ headers: cookie.headers });
        if (found === null) return null;
        const { user, session } = found;
        const value = { userId: user.id, email: user.email, name: user.name, sessionId: session.id };
        return { value, expiresAt: session.expiresAt };
      });
    },

    async close() {
      // The library looks over the schema once in the background; it must not find the pool gone.
      if (opened !== undefined) await (await opened).auth.$context;
      await pool.end();
    },
  };

  /** The new person's id, or null where the e-mail was taken while the password was being hashed. */
  async function signUp(email: string, password: string, name: string): Promise<string | null> {
    const { auth } = await ready();
    try {
      const { user } = await auth.api.signUpEmail({ body: { email, password, name } });
      return user.id;
    } catch (error) {
      const { rowCount } = await pool.query(`select 1 from auth."user" where email = $1`, [
        email.toLowerCase(),
      ]);
      if (rowCount !== 0 && isApiError(error)) return null;
      throw error;
    }
  }
}

async function loadAuth(options: Parameters<typeof betterAuthOptions>[0]) {
  const { betterAuth } = await import("better-auth");
  return { auth: betterAuth(betterAuthOptions(options)) };
}

/**
 * A few connections of their own, which act as treadle_app (it owns nothing) and see the library's unqualified
 * table names in `auth`. Given at connect, so that no query of the library can come before it.
 */
function openPool(database: string | PoolConfig, log: Log): Pool {
  const base: PoolConfig = typeof database === "string" ? { connectionString: database } : database;
  const pool = new Pool({
    ...base,
    max: 4,
    application_name: "treadle identity",
    options: "-c role=treadle_app -c search_path=auth",
  });
  // Without a listener of its own a connection that dies, idle or at work, would end the process.
  const report = (error: Error): void => log.warn({ error: error.message }, "A database connection was lost");
  pool.on("error", report);
  pool.on("connect", (client) => {
    client.on("error", report);
  });
  return pool;
}

/** Wrong in a way the one who signs in can mend. Anything else, such as a lost database, is no refusal. */
function isRefusedSignIn(error: unknown): boolean {
  return isApiError(error) && (error.statusCode === 400 || error.statusCode === 401);
}

/** The library's own, told by its name: its class would have to be loaded with the library. */
function isApiError(error: unknown): error is Error & { readonly statusCode: number } {
  return error instanceof Error && error.name === "APIError" && "statusCode" in error;
}

/** What a header may hold: a request's own text may carry anything. */
function plain(text: string): string {
  return text.replace(/[^\u0020-\u007e]/g, "").slice(0, 400);
}
