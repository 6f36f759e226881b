import {
  followersOf,
  isOf,
  isWaiting,
  type KeptPicture,
  type KeptTap,
  type SentAnswer,
  type TapRefusal,
  type TapWish,
  undoes,
} from "./kept-tap.ts";
import type { TapStore } from "./tap-store.ts";

/** What the tabs of one phone tell each other. */
export type OutboxWord =
  | { readonly say: "changed" }
  | { readonly say: "answered"; readonly tap: KeptTap; readonly answer: SentAnswer };

export type OutboxParts = {
  readonly slug: string;
  readonly store: TapStore;
  readonly send: (tap: KeptTap, outboxId: string) => Promise<SentAnswer>;
  readonly isOnline: () => boolean;
  readonly newId: () => string;
  readonly tell: (word: OutboxWord) => void;
  /** Resolves when the screen shows what the server says after this tap. */
  readonly seen: () => Promise<void>;
  /** Nobody is signed in any more, or somebody else: the page has to find out who. */
  readonly doubted: () => void;
  /** Milliseconds; tests wait less. */
  readonly pause?: (milliseconds: number) => Promise<void>;
};

/** A refused tap, with those that followed from it and were never sent. */
export type Attention = { readonly tap: KeptTap; readonly followers: readonly KeptTap[] };
export type OutboxShown = {
  /** Not answered yet, of this person. */
  readonly waiting: readonly KeptTap[];
  /** To be laid over what the server shows: those, and what it has taken and does not show yet. */
  readonly over: readonly KeptTap[];
  readonly attention: readonly Attention[];
  /** The last try did not reach the server. */
  readonly isStuck: boolean;
  /** How many go as soon as they can, whoever's they are. */
  readonly toSend: number;
  /** Taps of other people on this phone that wait for them to sign in. */
  readonly ofOthers: number;
};
/** Null: it was taken back before it was sent, or followed from one that was refused. */
export type TapOutcome = SentAnswer | null;
export type Kept = { readonly tap: KeptTap; readonly answering: Promise<TapOutcome> };

export type Outbox = ReturnType<typeof createOutbox>;

const firstPause = 1_000;
const longestPause = 30_000;
/** A fault of ours is no answer; but after so many tries nobody is helped by another one. */
const mostTriesOnFault = 6;

/**
 * Taps are stored before the screen says so, and sent one after another in the order of the fingers, each until it is
 * answered. Those of whoever is signed in go with their session; what somebody tapped unchecked on a shared tablet goes
 * with the tablet's own word; all others wait for their person. `deliver` runs in one tab of a phone; all others show
 * what it tells them.
 */
export function createOutbox(parts: OutboxParts) {
  const { slug, store } = parts;
  /** Whose taps are shown, and who is signed in: they differ where somebody stands in on a tablet without network. */
  let memberId: string | null = null;
  let signedIn: string | null = null;
  let isStandIn = false;
  let taps: readonly KeptTap[] = [];
  let unseen: readonly KeptTap[] = [];
  let isStuck = false;
  let shown: OutboxShown = { waiting: [], over: [], attention: [], isStuck: false, toSend: 0, ofOthers: 0 };
  const listeners = new Set<() => void>();
  const waiters = new Map<number, (outcome: TapOutcome) => void>();
  let wake: () => void = () => undefined;
  const pause =
    parts.pause ?? ((milliseconds: number) => new Promise<void>((over) => setTimeout(over, milliseconds)));

  /** What goes as soon as it can, in its order. Behind a tap that waits for its person, all of theirs do. */
  function findReady(): KeptTap[] {
    const behind = new Set<string>();
    return taps.filter((tap) => {
      if (tap.slug !== slug || !isWaiting(tap) || behind.has(tap.memberId)) return false;
      const mayGo = tap.memberId === signedIn || (tap.unchecked === true && tap.disowned !== true);
      if (!mayGo) behind.add(tap.memberId);
      return mayGo;
    });
  }

  function show(): void {
    const own = memberId === null ? [] : taps.filter((tap) => isOf(tap, slug, memberId ?? ""));
    const waiting = own.filter(isWaiting);
    const ready = findReady();
    const mine = unseen.filter((tap) => tap.memberId === memberId);
    shown = {
      waiting,
      over: [...mine, ...waiting].filter((tap) => tap.atOnce),
      attention: own
        .filter((tap) => tap.refused !== null && tap.followed === null)
        .map((tap) => ({ tap, followers: own.filter((other) => other.followed === tap.number) })),
      isStuck: isStuck && ready.length > 0,
      toSend: ready.length,
      ofOthers: taps.filter(
        (tap) => tap.slug === slug && isWaiting(tap) && tap.memberId !== memberId && !ready.includes(tap),
      ).length,
    };
    for (const listener of listeners) listener();
  }

  async function load(): Promise<void> {
    taps = (await store.all()).toSorted((a, b) => a.number - b.number);
    show();
  }

  const resolve = (number: number, outcome: TapOutcome): void => {
    waiters.get(number)?.(outcome);
    waiters.delete(number);
  };
  const poke = (): void => wake();
  const changed = (): void => parts.tell({ say: "changed" });
  const drop = (numbers: readonly number[]): void => {
    taps = taps.filter((tap) => !numbers.includes(tap.number));
  };

  /** Goes on over the cards until the server shows it itself. */
  function hasHappened(tap: KeptTap): void {
    drop([tap.number]);
    unseen = [...unseen, tap];
    show();
    void untilSeen(tap);
  }

  async function untilSeen(tap: KeptTap): Promise<void> {
    await parts.seen();
    unseen = unseen.filter((other) => other.number !== tap.number);
    show();
  }

  async function refuse(tap: KeptTap, refusal: TapRefusal): Promise<void> {
    await load();
    const undo = taps.find((other) => isWaiting(other) && undoes(other, tap.commandId));
    if (undo !== undefined) {
      // Its person has taken it back themselves: there is nothing to tell.
      await store.remove([tap.number, undo.number]);
      drop([tap.number, undo.number]);
      resolve(undo.number, null);
      resolve(tap.number, null);
    } else {
      const followers = followersOf(tap, taps);
      // The followers first: killed in between, none of them is sent as if nothing had been.
      for (const follower of followers) {
        const rests: TapRefusal = { code: "tap_followed", message: "" };
        await store.change(follower.number, (now) => ({ ...now, refused: rests, followed: tap.number }));
      }
      await store.change(tap.number, (now) => ({ ...now, refused: refusal }));
      await load();
      for (const follower of followers) resolve(follower.number, null);
    }
    show();
    changed();
  }

  /** Sends what waits, for as long as `signal` lets it; pokes and pauses say when to try again. */
  async function deliver(signal: AbortSignal): Promise<void> {
    let failures = 0;
    signal.addEventListener("abort", poke);
    while (!signal.aborted) {
      const poked = new Promise<void>((over) => {
        wake = over;
      });
      const [next] = findReady();
      if (next === undefined || !parts.isOnline()) {
        await poked;
        continue;
      }
      // Written down before it is sent: from here on it may have happened.
      const trying = await store.change(next.number, (tap) => ({ ...tap, tries: tap.tries + 1 }));
      if (trying === null || !isWaiting(trying)) {
        await load();
        continue;
      }
      taps = taps.map((tap) => (tap.number === trying.number ? trying : tap));
      const outboxId = await store.outboxId(`${slug} ${trying.memberId}`, parts.newId);
      const answer = await parts.send(trying, outboxId);
      const verdict = answer.ok ? "done" : judge(answer.refusal, trying.tries);
      if (verdict === "who" && trying.unchecked === true && trying.disowned !== true) {
        await store.change(trying.number, (tap) => ({ ...tap, disowned: true }));
        await load();
        continue;
      }
      // Whoever stands in can't find out who is signed in: the next sign-in tells.
      if (verdict === "who" && isStandIn) signedIn = null;
      if (verdict === "again" || verdict === "who") {
        failures += 1;
        isStuck = verdict === "again";
        show();
        if (verdict === "who") parts.doubted();
        await Promise.race([poked, pause(Math.min(longestPause, firstPause * 2 ** (failures - 1)))]);
        continue;
      }
      failures = 0;
      isStuck = false;
      if (answer.ok) {
        await store.remove([trying.number]);
        parts.tell({ say: "answered", tap: trying, answer });
        hasHappened(trying);
      } else {
        await refuse(trying, answer.refusal);
      }
      resolve(trying.number, answer);
    }
  }

  return {
    load,
    deliver,
    poke,
    /** Who is signed in, so that theirs are sent, and shown; null: nobody. */
    belongTo(member: string | null): void {
      if (memberId === member && signedIn === member && !isStandIn) return;
      memberId = member;
      signedIn = member;
      isStandIn = false;
      show();
      poke();
    },
    /** Whose taps are shown, whoever is signed in; null: nobody's. `session`: who that is, where a page has forgotten. */
    standIn(member: string | null, session: string | null = signedIn): void {
      memberId = member;
      signedIn = session;
      isStandIn = true;
      show();
      poke();
    },
    /** Resolves once it is stored: only then the screen may say so. */
    async add(wish: TapWish, pictures: readonly KeptPicture[] = []): Promise<Kept> {
      const tap = await store.add(wish, pictures);
      const answering = new Promise<TapOutcome>((over) => waiters.set(tap.number, over));
      taps = [...taps, tap];
      show();
      changed();
      poke();
      return { tap, answering };
    },
    /** False where it was sent already: then an undo has to follow it. */
    async takeBack(this: void, commandId: string): Promise<boolean> {
      const tap = taps.find((each) => each.commandId === commandId && isWaiting(each));
      if (tap === undefined || followersOf(tap, taps).length > 0) return false;
      if (!(await store.removeUntried(tap.number))) return false;
      drop([tap.number]);
      resolve(tap.number, null);
      show();
      changed();
      return true;
    },
    /** As new taps, with the times that they had: the server judges them by what is true now. */
    async tryAgain({ tap, followers }: Attention): Promise<void> {
      await store.addAgain(
        [tap, ...followers].map(({ number }) => number),
        parts.newId,
      );
      await load();
      changed();
      poke();
    },
    async discard({ tap, followers }: Attention): Promise<void> {
      await store.remove([tap, ...followers].map(({ number }) => number));
      await load();
      changed();
    },
    hear(word: OutboxWord): void {
      if (word.say === "answered") {
        hasHappened(word.tap);
        resolve(word.tap.number, word.answer);
        return;
      }
      void load().then(poke);
    },
    snapshot: (): OutboxShown => shown,
    subscribe(this: void, listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** "again": it has not been answered; "who": not by this person; else it is a no, and final. */
function judge({ code }: TapRefusal, tries: number): "again" | "who" | "no" {
  if (whose.has(code)) return "who";
  if (unanswered.has(code)) return "again";
  return code === "unexpected" && tries < mostTriesOnFault ? "again" : "no";
}

const unanswered = new Set(["no_connection", "try_again", "too_many_requests", "not_available"]);
const whose = new Set(["not_signed_in", "signed_out", "tap_of_another", "workspace_unknown"]);
