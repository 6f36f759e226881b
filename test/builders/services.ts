import { createDatabase } from "#server/database/workspace-transaction.ts";
import { openFolderStorage } from "#server/files/file-storage.ts";
import type { Exchange, ResolveAsker, Services } from "#server/http/door-types.ts";
import { createMemberSessions } from "#server/identity/member-sessions.ts";
import { createPeople } from "#server/identity/people.ts";
import { silentLog } from "#server/log.ts";
import type { TestDatabase } from "#test/database.ts";

/** What doors are given, over plain http and without files. Whoever opens them closes their `people`. */
export function openServices({ url, pool }: TestDatabase): Services {
  const secureCookies = false;
  const people = createPeople({
    database: url,
    secret: "a secret of at least thirty-two letters",
    publicUrl: "http://localhost:3999",
    secureCookies,
    log: silentLog,
  });
  return {
    database: createDatabase(pool),
    people,
    memberSessions: createMemberSessions({ pool, secureCookies }),
    files: openFolderStorage("unused"),
    secureCookies,
    log: silentLog,
  };
}

/** It keeps the cookies that it is given and sends them along. */
export type Browser = {
  readonly jar: Map<string, string>;
  readonly headers: () => { cookie: string };
  readonly exchange: (now?: Date) => Exchange;
  readonly asks: (slug: string) => ReturnType<ResolveAsker>;
};

/** A browser at an address of its own: limits are by address. */
export function openBrowser(resolveAsker: ResolveAsker): Browser {
  const jar = new Map<string, string>();
  const ip = `10.0.${Math.floor(Math.random() * 255)}.${Math.floor(Math.random() * 255)}`;
  const headers = () => ({ cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") });
  const exchange = (now = new Date()): Exchange => ({
    headers: headers(),
    ip,
    userAgent: "Test",
    now,
    addCookie(cookie) {
      const [pair = "", ...settings] = cookie.split("; ");
      const [name = "", value = ""] = pair.split(/=(.*)/s);
      if (settings.includes("Max-Age=0")) jar.delete(name);
      else jar.set(name, value);
    },
  });
  return { jar, headers, exchange, asks: (slug) => resolveAsker(headers(), slug) };
}
