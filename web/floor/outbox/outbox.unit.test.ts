import { beforeEach, describe, expect, it } from "vitest";
import { aCard } from "../my-stages/a-card.ts";
import type { KeptTap, SentAnswer, TapWish } from "./kept-tap.ts";
import { createOutbox, type Outbox } from "./outbox.ts";
import { memoryStore, type TapStore } from "./tap-store.ts";

const at = "2026-06-01T10:00:00.000Z";
const done: SentAnswer = { ok: true, value: {} };
const no = (code: string): SentAnswer => ({ ok: false, refusal: { code, message: "" } });

let store: TapStore;
let online: boolean;
let sent: KeptTap[];
/** What the server says to the next ones; done where nothing is said. */
let answers: SentAnswer[];
let doubts: number;
let lastId: number;

beforeEach(() => {
  store = memoryStore();
  online = true;
  sent = [];
  answers = [];
  doubts = 0;
  lastId = 0;
});

/** A page: what it knows is gone with it, what is stored is not. */
async function aPage(member: string | null = "olena"): Promise<Outbox & { close: () => void }> {
  const closing = new AbortController();
  const outbox = createOutbox({
    slug: "shop",
    store,
    send: (tap) => {
      sent.push(tap);
      return Promise.resolve(answers.shift() ?? done);
    },
    isOnline: () => online,
    newId: () => `new-${(lastId += 1)}`,
    tell: () => undefined,
    seen: () => Promise.resolve(),
    doubted: () => void (doubts += 1),
    pause: () => new Promise((over) => setTimeout(over, 0)),
  });
  outbox.belongTo(member);
  await outbox.load();
  void outbox.deliver(closing.signal);
  return { ...outbox, close: () => closing.abort() };
}

const aWish = (verb: "startRun" | "pauseRun" | "resumeRun", runId: string, over: object = {}): TapWish =>
  ({
    slug: "shop",
    memberId: "olena",
    commandId: `${verb} ${runId}`,
    verb,
    input: { runId, reasonId: null },
    runIds: [runId],
    before: [aCard({ runId })],
    atOnce: true,
    at,
    deviceAt: at,
    offset: 0,
    ...over,
  }) as unknown as TapWish;
const idle = (): Promise<void> => new Promise((over) => setTimeout(over, 20));
const said = (): string[] => sent.map(({ commandId }) => commandId);

describe("The outbox", () => {
  it("stores a tap before it says so, and sends it once", async () => {
    const page = await aPage();
    const { tap, answering } = await page.add(aWish("startRun", "a"));
    expect(tap.number).toBe(1);
    expect(await answering).toEqual(done);
    expect(await store.all()).toEqual([]);
    expect(said()).toEqual(["startRun a"]);
    page.close();
  });

  it("keeps what can't be sent over a reload, and sends it in the order of the fingers", async () => {
    online = false;
    const before = await aPage();
    await before.add(aWish("startRun", "a"));
    await before.add(aWish("pauseRun", "a"));
    await before.add(aWish("startRun", "b"));
    expect(before.snapshot().waiting).toHaveLength(3);
    before.close();
    const after = await aPage();
    expect(after.snapshot().over.map(({ commandId }) => commandId)).toEqual([
      "startRun a",
      "pauseRun a",
      "startRun b",
    ]);
    await idle();
    expect(sent).toEqual([]);
    online = true;
    after.poke();
    await idle();
    expect(said()).toEqual(["startRun a", "pauseRun a", "startRun b"]);
    expect(await store.all()).toEqual([]);
    after.close();
  });

  it("sends the same one again, by its id and number, until it is answered; nothing overtakes it", async () => {
    answers = [no("no_connection"), no("unexpected"), no("too_many_requests")];
    const page = await aPage();
    const first = await page.add(aWish("startRun", "a"));
    const second = await page.add(aWish("startRun", "b"));
    await Promise.all([first.answering, second.answering]);
    expect(said()).toEqual(["startRun a", "startRun a", "startRun a", "startRun a", "startRun b"]);
    expect(sent.map(({ number }) => number)).toEqual([1, 1, 1, 1, 2]);
    page.close();
  });

  it("keeps a refused tap, and those that followed from it, until their person says what to do", async () => {
    online = false;
    const page = await aPage();
    await page.add(aWish("startRun", "a"));
    await page.add(aWish("pauseRun", "a"));
    await page.add(aWish("startRun", "b"));
    answers = [no("verb_not_now")];
    online = true;
    page.poke();
    await idle();
    expect(said()).toEqual(["startRun a", "startRun b"]);
    const [waits, ...others] = page.snapshot().attention;
    expect(others).toEqual([]);
    expect(waits?.tap.refused?.code).toBe("verb_not_now");
    expect(waits?.followers.map(({ commandId }) => commandId)).toEqual(["pauseRun a"]);
    // Also after a reload.
    page.close();
    const again = await aPage();
    const [still] = again.snapshot().attention;
    if (still === undefined) throw new Error("It is gone");
    await again.tryAgain(still);
    await idle();
    expect(said().slice(2)).toEqual(["new-1", "new-2"].map((_, place) => sent[place + 2]?.commandId));
    expect(sent.slice(2).map(({ number, at: when }) => [number, when])).toEqual([
      [4, at],
      [5, at],
    ]);
    expect(again.snapshot().attention).toEqual([]);
    again.close();
  });

  it("forgets a refused tap only when it is told to", async () => {
    answers = [no("not_yours")];
    const page = await aPage();
    await page.add(aWish("startRun", "a"));
    await idle();
    const [waits] = page.snapshot().attention;
    if (waits === undefined) throw new Error("It is gone");
    await page.discard(waits);
    expect(page.snapshot().attention).toEqual([]);
    expect(await store.all()).toEqual([]);
    page.close();
  });

  it("takes back what was not sent; what was may have happened, and is undone by the server", async () => {
    online = false;
    const page = await aPage();
    const { answering } = await page.add(aWish("startRun", "a"));
    expect(await page.takeBack("startRun a")).toBe(true);
    expect(await answering).toBeNull();
    expect(await store.all()).toEqual([]);
    await page.add(aWish("startRun", "b"));
    answers = Array.from({ length: 500 }, () => no("no_connection"));
    online = true;
    page.poke();
    await idle();
    online = false;
    expect(await page.takeBack("startRun b")).toBe(false);
    page.close();
  });

  it("tells nothing of a refused tap that its person has undone already", async () => {
    const page = await aPage();
    answers = [no("no_connection"), no("not_yours")];
    const start = await page.add(aWish("startRun", "a"));
    const undo = { verb: "undoWork", commandId: "undo", input: { orderId: "o", commandId: "startRun a" } };
    const undone = await page.add(aWish("startRun", "a", undo));
    await Promise.all([start.answering, undone.answering]);
    await idle();
    expect(page.snapshot().attention).toEqual([]);
    expect(said()).not.toContain("undo");
    expect(await store.all()).toEqual([]);
    page.close();
  });

  it("sends nobody's taps but of who is signed in, and waits when nobody is", async () => {
    online = false;
    const before = await aPage();
    await before.add(aWish("startRun", "a"));
    before.close();
    online = true;
    const other = await aPage("petro");
    await idle();
    expect(sent).toEqual([]);
    expect(other.snapshot()).toMatchObject({ waiting: [], over: [], ofOthers: 1 });
    answers = [no("not_signed_in")];
    other.belongTo("olena");
    await idle();
    expect(doubts).toBe(1);
    expect(said()).toEqual(["startRun a", "startRun a"]);
    other.close();
  });

  it("lets a fault of the server's not stand before everything else for ever", async () => {
    answers = Array.from({ length: 6 }, () => no("unexpected"));
    const page = await aPage();
    await page.add(aWish("startRun", "a"));
    await page.add(aWish("startRun", "b"));
    await idle();
    expect(said().at(-1)).toBe("startRun b");
    expect(page.snapshot().attention.map(({ tap }) => tap.commandId)).toEqual(["startRun a"]);
    page.close();
  });
});

describe("The outbox of a shared tablet", () => {
  const unchecked = (memberId: string) => ({ memberId, unchecked: true });

  /** Olena has signed in; the network dies; Petro and Ira are chosen from the faces, and Olena again. */
  async function aShift(): Promise<Outbox & { close: () => void }> {
    online = false;
    const page = await aPage();
    await page.add(aWish("startRun", "a"));
    page.standIn(null);
    page.standIn("petro");
    await page.add(aWish("startRun", "b", unchecked("petro")));
    page.standIn("olena");
    await page.add(aWish("pauseRun", "a", unchecked("olena")));
    page.standIn("petro");
    return page;
  }

  it("sends what was tapped unchecked of whoever it was, and the session's own, in the order of each", async () => {
    const page = await aShift();
    expect(page.snapshot()).toMatchObject({ toSend: 3, ofOthers: 0 });
    expect(page.snapshot().waiting.map(({ commandId }) => commandId)).toEqual(["startRun b"]);
    online = true;
    page.poke();
    await idle();
    expect(said()).toEqual(["startRun a", "startRun b", "pauseRun a"]);
    expect(page.snapshot().toSend).toBe(0);
    page.close();
  });

  it("knows after a reload whose session there is, and sends the same", async () => {
    (await aShift()).close();
    online = true;
    const page = await aPage(null);
    await idle();
    // Olena's wait behind the one for which she has to sign in.
    expect(said()).toEqual(["startRun b"]);
    page.standIn("petro", "olena");
    await idle();
    expect(said().toSorted()).toEqual(["pauseRun a", "startRun a", "startRun b"]);
    expect(said().indexOf("startRun a")).toBeLessThan(said().indexOf("pauseRun a"));
    page.close();
  });

  it("keeps for their person what the server does not take its word for; nothing of theirs overtakes it", async () => {
    const page = await aShift();
    await page.add(aWish("pauseRun", "b", unchecked("petro")));
    answers = [done, no("tap_of_another")];
    online = true;
    page.poke();
    await idle();
    expect(said()).toEqual(["startRun a", "startRun b", "pauseRun a"]);
    // Petro's second one waits behind his first.
    expect(page.snapshot().waiting.map(({ commandId }) => commandId)).toEqual(["startRun b", "pauseRun b"]);
    page.belongTo("petro");
    await idle();
    expect(said().slice(3)).toEqual(["startRun b", "pauseRun b"]);
    expect(sent.slice(3).every((tap) => tap.unchecked === true)).toBe(true);
    expect(await store.all()).toEqual([]);
    page.close();
  });

  it("does not ask for ever with a session that has ended: whose it was, signs in for it", async () => {
    const page = await aShift();
    answers = [no("not_signed_in")];
    online = true;
    page.poke();
    await idle();
    // Olena's second one waits behind her first.
    expect(said()).toEqual(["startRun a", "startRun b"]);
    page.belongTo("ira");
    expect(page.snapshot()).toMatchObject({ toSend: 0, ofOthers: 2 });
    page.belongTo("olena");
    await idle();
    expect(said().slice(2)).toEqual(["startRun a", "pauseRun a"]);
    page.close();
  });
});
