import type { QueryClient } from "@tanstack/react-query";
import { keptQueries, type Session, type Shift } from "./shift.ts";
import { isStandIn } from "./stand-in.ts";
import type { TapStore } from "./tap-store.ts";

const session = "showWorkspace";

const keyOf = (slug: string, name: string) => [slug, name, {}] as const;
const placeOf = (slug: string, memberId: string, name: string): string => `${slug} ${memberId} ${name}`;
const placeOfSession = (slug: string): string => `${slug} ${session}`;

/** Shows what the server said last, as old as it is; it is asked for anew at once. */
export async function showKeptAnswers(queries: QueryClient, store: TapStore, slug: string): Promise<void> {
  const who = (await store.kept(placeOfSession(slug))) as Session | undefined;
  if (who === undefined) return;
  const answers = await Promise.all(
    keptQueries.map((name) => store.kept(placeOf(slug, who.member.id, name))),
  );
  // Long ago: whatever has a network asks again.
  const longAgo = { updatedAt: 1 };
  queries.setQueryData(keyOf(slug, session), who, longAgo);
  for (const [place, name] of keptQueries.entries()) {
    const answer = answers[place];
    if (answer === undefined) continue;
    queries.setQueryData(keyOf(slug, name), answer, longAgo);
  }
}

/** Keeps each answer as it comes; on a shared tablet for the shift, too. */
export function keepAnswers(queries: QueryClient, store: TapStore, slug: string, shift: Shift): void {
  queries.getQueryCache().subscribe((event) => {
    if (event.type !== "updated" || event.action.type !== "success" || isStandIn()) return;
    const [ofSlug, asked] = event.query.queryKey as readonly unknown[];
    if (ofSlug !== slug) return;
    const { data } = event.query.state as { readonly data: unknown };
    // What can't be kept (no room) is asked for again, as ever.
    const ignore = (): void => undefined;
    if (asked === session) {
      const who = data as Session;
      store.keep(placeOfSession(slug), who).catch(ignore);
      if (who.member.byPin) shift.hasCome(who).catch(ignore);
      return;
    }
    const name = keptQueries.find((one) => one === asked);
    const who = queries.getQueryData<Session>(keyOf(slug, session));
    if (name === undefined || who === undefined) return;
    store.keep(placeOf(slug, who.member.id, name), data).catch(ignore);
    if (who.member.byPin) shift.keepAnswer(who.member.id, name, data).catch(ignore);
  });
}

export const forgetAnswers = (store: TapStore, slug: string): Promise<void> => store.forget(`${slug} `);
