import type { OutputOf } from "#modules/routes.ts";
import { serverNow } from "../server-clock.ts";
import type { TapStore } from "./tap-store.ts";

/** What a page needs that opens without network: who one is, what there is to do, and why one may pause. */
export const keptQueries = ["showMyStages", "listStopReasons", "listDefectReasons"] as const;
export type KeptQuery = (typeof keptQueries)[number];
export type Session = OutputOf<"showWorkspace">;

/** Somebody who has signed in on this shared tablet in this shift. */
export type ShiftPerson = {
  readonly session: Session;
  /** By the server's clock. */
  readonly since: string;
  /** Back to the faces since: whoever signs in next begins anew. */
  readonly hasLeft: boolean;
};

/**
 * As long as the server takes the tablet's word for somebody (server/identity/stand-in.ts), less a little: a clock of a
 * tablet is never quite right.
 */
const longest = (12 * 60 - 5) * 60_000;

// No address of a workspace begins so.
const placeOfPeople = (slug: string): string => `@shift ${slug}`;
const placeOfAnswer = (slug: string, memberId: string, name: string): string =>
  `@shift ${slug} ${memberId} ${name}`;

/**
 * Who may be chosen on a shared tablet while there is no network, with what they were shown last: those who proved who
 * they are on it in this shift.
 */
export async function openShift(store: TapStore, slug: string) {
  const kept = (await store.kept(placeOfPeople(slug))) as readonly ShiftPerson[] | undefined;
  let people: readonly ShiftPerson[] = kept ?? [];

  const isOfShift = ({ since }: ShiftPerson): boolean => serverNow() - Date.parse(since) < longest;
  async function keep(next: readonly ShiftPerson[]): Promise<void> {
    for (const { session } of people.filter((person) => !next.some((one) => isSame(one, person)))) {
      await store.forget(placeOfAnswer(slug, session.member.id, ""));
    }
    people = next;
    await store.keep(placeOfPeople(slug), people);
  }

  return {
    people: (): readonly ShiftPerson[] => people.filter(isOfShift),
    /** The server has just said who is signed in here, by PIN or badge. */
    async hasCome(session: Session): Promise<void> {
      const before = people.find((one) => one.session.member.id === session.member.id);
      const isHere = before !== undefined && !before.hasLeft;
      const since = isHere ? before.since : new Date(serverNow()).toISOString();
      const others = people.filter((one) => one !== before && isOfShift(one));
      await keep([...others, { session, since, hasLeft: false }]);
    },
    haveLeft: (): Promise<void> => keep(people.map((person) => ({ ...person, hasLeft: true }))),
    /** The tablet is nobody's any more. */
    end: (): Promise<void> => keep([]),
    keepAnswer: (memberId: string, name: KeptQuery, answer: unknown): Promise<void> =>
      store.keep(placeOfAnswer(slug, memberId, name), answer),
    keptAnswer: (memberId: string, name: KeptQuery): Promise<unknown> =>
      store.kept(placeOfAnswer(slug, memberId, name)),
  };
}

export type Shift = Awaited<ReturnType<typeof openShift>>;

const isSame = (a: ShiftPerson, b: ShiftPerson): boolean => a.session.member.id === b.session.member.id;
