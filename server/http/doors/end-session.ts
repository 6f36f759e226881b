import { memberCookieName } from "#server/identity/member-sessions.ts";
import { readCookie } from "#server/identity/cookies.ts";
import type { Exchange, Services } from "../door-types.ts";

/** Ends the PIN session of this browser, where it has one, and takes its cookie away. */
export async function endMemberSession({ memberSessions }: Services, exchange: Exchange): Promise<void> {
  if (readCookie(exchange.headers, memberCookieName) === null) return;
  exchange.addCookie(await memberSessions.end(exchange.headers));
}

/** Ends the person's session of this browser, where it has one, and takes its cookies away. */
export async function endPersonSession({ people }: Services, exchange: Exchange): Promise<void> {
  if ((await people.resolveUser(exchange.headers)) === null) return;
  for (const cookie of await people.signOut(exchange.headers)) exchange.addCookie(cookie);
}
