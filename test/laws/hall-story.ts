import fc from "fast-check";
import { v7 as newId } from "uuid";
import { addMember } from "#commands/access/add-member.ts";
import { blockRun } from "#commands/production/block-run.ts";
import { cancelStart } from "#commands/production/cancel-start.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { joinRun } from "#commands/production/join-run.ts";
import { leaveRun } from "#commands/production/leave-run.ts";
import { pauseRun } from "#commands/production/pause-run.ts";
import { reassignRun } from "#commands/production/reassign-run.ts";
import { recordProgress } from "#commands/production/record-progress.ts";
import { resumeRun } from "#commands/production/resume-run.ts";
import { startRun } from "#commands/production/start-run.ts";
import { unblockRun } from "#commands/production/unblock-run.ts";
import { undoWork } from "#commands/production/undo-work.ts";
import { type Command, runCommand } from "#commands/run-command.ts";
import type { Id } from "#kernel/id.ts";
import { inputOf, type Request, type Route } from "#kernel/route.ts";
import { checkStockLaws } from "#modules/inventory/views/check-stock-laws.ts";
import { checkOrderLaws } from "#modules/production/views/check-order-laws.ts";
import { readWorkspace } from "#server/database/workspace-transaction.ts";
import { hashPin } from "#server/identity/member-sessions.ts";
import { readTap } from "#server/http/read-tap.ts";
import { aMember, aWorkshop, type Workshop } from "#test/builders/workshop.ts";
import { anOrder, runIdAt, shopMinute } from "#test/builders/workshop-orders.ts";
import type { TestDatabase } from "#test/database.ts";
import { type KeptTap, type SentAnswer, tapHeader, type TapWish } from "#web/floor/outbox/kept-tap.ts";
import { createOutbox, type Outbox } from "#web/floor/outbox/outbox.ts";
import { sendWithPhotos } from "#web/floor/outbox/send-photos.ts";
import { memoryStore } from "#web/floor/outbox/tap-store.ts";
import { openPhotos, type PhotoWish, photoWishes } from "./hall-photos.ts";
import { type OnWire, openWire, type Trouble, troubles } from "./hall-wire.ts";

/** A hall of two phones, three runs and an office; what may happen there, and what must be true in the end. */
const verbs = ["start", "pause", "resume", "finish", "progress", "join", "leave", "cancel"] as const;
type Verb = (typeof verbs)[number];
/** What a person would tap next on a run, after their own last tap on it. */
const sensible: Readonly<Record<Verb | "nothing", readonly Verb[]>> = {
  nothing: ["start", "start", "join"],
  start: ["pause", "finish", "finish", "progress", "cancel"],
  pause: ["resume", "resume", "finish"],
  resume: ["pause", "finish", "progress"],
  progress: ["pause", "finish"],
  join: ["pause", "leave", "finish"],
  leave: ["join"],
  cancel: ["start"],
  finish: ["start"],
};
const offices = ["pause", "reassign", "block", "unblock"] as const;
type Place = { readonly phone: number; readonly run: number };
export type HallStep =
  /** `verb`: whatever it is; null: a sensible one, of which `pick` says which */
  | ({
      readonly kind: "tap";
      readonly verb: Verb | null;
      readonly pick: number;
      /** for a finish */
      readonly photos: PhotoWish;
    } & Place)
  | { readonly kind: "undo" | "cut" | "heal" | "kill" | Trouble; readonly phone: number }
  | { readonly kind: "lateCopy"; readonly which: number }
  | { readonly kind: "tryAgain" | "discard"; readonly phone: number }
  | ({ readonly kind: "office"; readonly act: (typeof offices)[number] } & Place)
  | { readonly kind: "time"; readonly minutes: number };

const ofPhone = fc.constantFrom(0, 1);
const ofRun = fc.constantFrom(0, 0, 1, 1, 2);
const anyStep: fc.Arbitrary<HallStep> = fc.oneof(
  {
    weight: 16,
    arbitrary: fc.record({
      kind: fc.constant("tap" as const),
      verb: fc.oneof(
        { weight: 4, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: fc.constantFrom(...verbs) },
      ),
      pick: fc.nat(11),
      photos: fc.constantFrom(...photoWishes),
      phone: ofPhone,
      run: ofRun,
    }),
  },
  {
    weight: 11,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        "undo" as const,
        "undo" as const,
        "cut" as const,
        "cut" as const,
        "cut" as const,
        "heal" as const,
        "heal" as const,
        "kill" as const,
        ...troubles,
      ),
      phone: ofPhone,
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("lateCopy" as const), which: fc.nat(40) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom("tryAgain" as const, "discard" as const), phone: ofPhone }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("office" as const),
      act: fc.constantFrom(...offices),
      phone: ofPhone,
      run: ofRun,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("time" as const), minutes: fc.integer({ min: 1, max: 40 }) }),
  },
);
export const hallSteps = fc.array(anyStep, { minLength: 10, maxLength: 45, size: "max" });

export const stepInWords = (said: HallStep): string => JSON.stringify(said);

const commands = {
  startRun,
  pauseRun,
  resumeRun,
  finishRun,
  recordProgress,
  joinRun,
  leaveRun,
  cancelStart,
  undoWork,
} as unknown as Readonly<Record<string, Command<Route>>>;

/** How many milliseconds the clocks of the phones are ahead. */
const wrong = [420_000, -90_000] as const;

type Phone = OnWire & {
  readonly member: Workshop["operator"];
  readonly ahead: number;
  readonly store: ReturnType<typeof memoryStore>;
  outbox: Outbox;
  closing: AbortController;
};
type Told = {
  readonly commandId: Id;
  readonly by: Id;
  readonly orderId: Id;
  readonly at: Date;
  readonly undoes: Id | null;
};

export async function openHall(testDatabase: TestDatabase) {
  const shop = await aWorkshop(testDatabase);
  const { database, workspaceId } = shop;
  let now = shopMinute(1);
  const met = new Map<string, number>();
  const meet = (word: string): void => void met.set(word, (met.get(word) ?? 0) + 1);
  const colleague = { name: "Colleague", roles: ["operator" as const], tradeIds: [], pin: "4321" };
  const { memberId } = await shop.make(addMember(hashPin), colleague);
  const orderIds = [await anOrder(shop, { quantity: 4 }), await anOrder(shop, { quantity: 3 })];
  const runs: { readonly runId: Id; readonly orderId: Id; readonly units: number }[] = [];
  for (const [place, orderId] of orderIds.entries()) {
    runs.push({ runId: await runIdAt(shop, orderId, "baking"), orderId, units: place === 0 ? 4 : 3 });
  }
  const told: Told[] = [];
  const lastVerb = new Map<string, Verb>();
  const takenBack = new Set<Id>();
  const discarded = new Set<Id>();
  const wire = openWire(meet);
  const photos = openPhotos(shop, meet);

  async function serve(tap: KeptTap, outboxId: string, by: Phone): Promise<SentAnswer> {
    const command = commands[tap.verb];
    const header = readTap({ tap: tapHeader(tap, outboxId) });
    if (command === undefined || !header.ok || header.value === null) throw new Error("What is this tap?");
    const answer = await runCommand(
      database,
      command,
      inputOf(command.route, tap.input as unknown as Request<Route>),
      { workspaceId, actor: by.member, commandId: tap.commandId, now, tap: header.value },
    );
    return answer.ok ? answer : { ok: false, refusal: { ...answer.refusal, message: "" } };
  }

  function openPage(phone: Phone): void {
    phone.closing = new AbortController();
    const { signal } = phone.closing;
    const { store, member } = phone;
    phone.outbox = createOutbox({
      slug: "hall",
      store,
      send(tap, outboxId) {
        const send = (ready: KeptTap): Promise<SentAnswer> =>
          wire.carry(phone, () => serve(ready, outboxId, phone));
        if (tap.photos === undefined) return send(tap);
        return sendWithPhotos(tap, {
          store,
          newId,
          upload: (picture, uploadId) =>
            wire.carry(phone, () => photos.serve(picture, uploadId, member, now)),
          send,
        });
      },
      isOnline: () => phone.online && !signal.aborted,
      newId,
      tell: () => undefined,
      seen: () => Promise.resolve(),
      doubted: () => undefined,
      pause: () => new Promise((over) => setImmediate(over)),
    });
    phone.outbox.belongTo(phone.member.memberId);
  }

  const members = [shop.operator, aMember(memberId, ["operator"])];
  const phones: Phone[] = [];
  for (const [place, member] of members.entries()) {
    const made = {
      member,
      ahead: wrong[place] ?? 0,
      store: memoryStore(),
      online: true,
      trouble: null,
      closing: new AbortController(),
    } as unknown as Phone;
    openPage(made);
    await made.outbox.load();
    void made.outbox.deliver(made.closing.signal);
    phones.push(made);
  }

  /** Until a phone that has a network has nothing more to send. */
  async function settle(): Promise<void> {
    for (const phone of phones) {
      while (phone.online && phone.outbox.snapshot().waiting.length > 0) {
        await new Promise((over) => setImmediate(over));
      }
    }
  }

  async function tapOn(
    phone: Phone,
    verb: string,
    place: number,
    input: object,
    undoes: Id | null,
    wanted: PhotoWish = "none",
  ): Promise<void> {
    const target = runs[place] ?? runs[0];
    if (target === undefined) throw new Error("The hall has no runs");
    // Fingers are seconds apart.
    now = new Date(now.getTime() + 1_000);
    const commandId = newId();
    const { orderId } = target;
    told.push({ commandId, by: phone.member.memberId, orderId, at: now, undoes });
    const taken = photos.take(wanted, commandId);
    const photoIds = taken.photos.map(({ id }) => id);
    const wish = {
      slug: "hall",
      memberId: phone.member.memberId,
      commandId,
      verb,
      input: photoIds.length === 0 ? input : { ...input, photoIds },
      ...(photoIds.length === 0 ? {} : { photos: taken.photos }),
      runIds: [target.runId],
      before: [],
      atOnce: true,
      at: now.toISOString(),
      deviceAt: new Date(now.getTime() + phone.ahead).toISOString(),
      offset: -phone.ahead,
    } as unknown as TapWish;
    await phone.outbox.add(wish, taken.pictures);
  }

  async function tapVerb(
    phone: Phone,
    { verb: asked, pick, run: place, photos: wanted }: HallStep & { readonly kind: "tap" },
  ): Promise<void> {
    const key = `${phone.member.memberId} ${place}`;
    const next = sensible[lastVerb.get(key) ?? "nothing"];
    const verb = asked ?? next[pick % next.length] ?? "start";
    lastVerb.set(key, verb);
    const { runId, units } = runs[place] ?? runs[0] ?? { runId: "", units: 0 };
    const known = {
      start: ["startRun", { runId }],
      pause: ["pauseRun", { runId, reasonId: shop.pauseReasonId }],
      resume: ["resumeRun", { runId }],
      finish: ["finishRun", { runId, units, comment: "" }],
      progress: ["recordProgress", { runId, units: 1 }],
      join: ["joinRun", { runId }],
      leave: ["leaveRun", { runId }],
      cancel: ["cancelStart", { runId }],
    } as const;
    const [name, input] = known[verb];
    await tapOn(phone, name, place, input, null, verb === "finish" ? wanted : "none");
  }

  async function office(act: (typeof offices)[number], place: number, to: number): Promise<void> {
    const runId = runs[place]?.runId ?? runs[0]?.runId ?? "";
    const as = { as: shop.owner, now };
    if (act === "pause") await shop.ask(pauseRun, { runId, reasonId: shop.pauseReasonId }, as);
    else if (act === "reassign") {
      await shop.ask(reassignRun, { runId, memberId: phones[to]?.member.memberId ?? null }, as);
    } else if (act === "block") {
      await shop.ask(blockRun, { runId, reasonId: shop.blockReasonId, note: "" }, as);
    } else await shop.ask(unblockRun, { runId }, as);
  }

  /** The next stage of an order is there once its first is done. */
  async function reach(): Promise<void> {
    const { rows } = await testDatabase.pool.query<{ id: Id; order_id: Id; units: number }>(
      `select r.id, r.order_id, r.units from run r join order_stage s using (workspace_id)
       where workspace_id = $1 and s.id = r.order_stage_id and s.key = 'packing' and r.state <> 'void'`,
      [workspaceId],
    );
    for (const row of rows) {
      if (runs.some(({ runId }) => runId === row.id)) continue;
      runs.push({ runId: row.id, orderId: row.order_id, units: row.units });
    }
  }

  async function take(step: HallStep): Promise<void> {
    const phone = "phone" in step ? phones[step.phone] : phones[0];
    if (phone === undefined) return;
    switch (step.kind) {
      case "tap":
        await tapVerb(phone, step);
        break;
      case "undo": {
        const last = told.findLast(({ by, undoes }) => by === phone.member.memberId && undoes === null);
        if (last === undefined || takenBack.has(last.commandId)) break;
        if (await phone.outbox.takeBack(last.commandId)) {
          takenBack.add(last.commandId);
          meet("taken back");
          break;
        }
        const place = runs.findIndex(({ orderId }) => orderId === last.orderId);
        await tapOn(
          phone,
          "undoWork",
          place,
          { orderId: last.orderId, commandId: last.commandId },
          last.commandId,
        );
        break;
      }
      case "cut":
        phone.online = false;
        break;
      case "heal":
        phone.online = true;
        phone.outbox.poke();
        break;
      case "kill":
        meet("kills");
        phone.closing.abort();
        openPage(phone);
        await phone.outbox.load();
        void phone.outbox.deliver(phone.closing.signal);
        break;
      case "trickle":
        phone.trouble = "trickle";
        phone.online = true;
        phone.outbox.poke();
        break;
      case "loseAnswer":
      case "loseRequest":
      case "stall":
      case "twice":
        phone.trouble = step.kind;
        break;
      case "lateCopy":
        await wire.arriveLate(step.which);
        break;
      case "tryAgain": {
        const [waits] = phone.outbox.snapshot().attention;
        if (waits === undefined) break;
        const before = new Set((await phone.store.all()).map(({ commandId }) => commandId));
        await phone.outbox.tryAgain(waits);
        for (const each of [waits.tap, ...waits.followers]) discarded.add(each.commandId);
        for (const each of await phone.store.all()) {
          if (before.has(each.commandId)) continue;
          photos.takeAgain(each);
          const orderId = runs.find(({ runId }) => runId === each.runIds[0])?.orderId ?? "";
          // Of an undo that is tried again nobody asks what it undoes: it is a tap like any other.
          told.push({
            commandId: each.commandId,
            by: each.memberId,
            orderId,
            at: new Date(each.at),
            undoes: null,
          });
        }
        meet("tried again");
        break;
      }
      case "discard": {
        const [waits] = phone.outbox.snapshot().attention;
        if (waits === undefined) break;
        await phone.outbox.discard(waits);
        for (const each of [waits.tap, ...waits.followers]) discarded.add(each.commandId);
        break;
      }
      case "office":
        await office(step.act, step.run, step.phone);
        break;
      case "time":
        now = new Date(now.getTime() + step.minutes * 60_000);
        break;
    }
    await settle();
    await reach();
  }

  async function bringBack(): Promise<void> {
    now = new Date(now.getTime() + 60_000);
    for (const phone of phones) {
      phone.online = true;
      phone.trouble = null;
      phone.outbox.poke();
    }
    await settle();
    // And every copy that was still under way arrives now.
    await wire.arriveAll();
  }

  async function breaches(): Promise<string[]> {
    const found: string[] = [];
    const { rows } = await testDatabase.pool.query<{
      id: Id;
      name: string;
      times: number;
      early: Date | null;
      written: Date;
    }>(
      `select c.id, c.name, c.at as written, count(distinct f.transaction)::int as times,
         min((f.data ->> 'at')::timestamptz) as early
       from command c left join fact f on f.workspace_id = c.workspace_id and f.command_id = c.id
       where c.workspace_id = $1 and c.id = any($2) group by c.id, c.name, c.at`,
      [workspaceId, told.map(({ commandId }) => commandId)],
    );
    const done = new Map(rows.map((row) => [row.id, row]));
    const left = (await Promise.all(phones.map((phone) => phone.store.all()))).flat();
    const there = new Map(left.map((each) => [each.commandId, each]));
    for (const { commandId, at, undoes } of told) {
      const row = done.get(commandId);
      const kept = there.get(commandId);
      if (row !== undefined) {
        meet("accepted");
        if (kept !== undefined) found.push(`${commandId} was done and is still on its phone`);
        if (discarded.has(commandId)) found.push(`${commandId} was shown as refused and done`);
        if (takenBack.has(commandId)) found.push(`${commandId} was taken back and done`);
        if (row.times > 1) found.push(`${commandId} was done ${row.times} times`);
        if (row.early !== null && row.name !== "undoWork" && row.early < at) {
          found.push(
            `${commandId} (${row.name}) counts from ${row.early.toISOString()}, tapped ${at.toISOString()}`,
          );
        }
        if (row.early !== null && row.early > row.written) found.push(`${commandId} counts from the future`);
        continue;
      }
      if (kept !== undefined) {
        meet(kept.followed === null ? "refused" : "followed");
        if (kept.refused === null) found.push(`${commandId} still waits`);
        continue;
      }
      if (takenBack.has(commandId) || discarded.has(commandId)) continue;
      // Refused, and undone by its person before the refusal came: both are gone.
      const isUndone = told.some((other) => other.undoes === commandId) || undoes !== null;
      if (!isUndone) found.push(`${commandId} has vanished`);
    }
    found.push(...wire.disagreed);
    const stores = phones.map(({ store }) => store);
    found.push(...(await photos.breaches(testDatabase, stores, (commandId) => done.has(commandId))));
    for (const check of [checkOrderLaws, checkStockLaws]) {
      const broken = await readWorkspace(database, workspaceId, (tx) => check(tx.db, workspaceId));
      found.push(...broken.map((each) => JSON.stringify(each)));
    }
    return found;
  }

  return {
    take,
    bringBack,
    breaches,
    met,
    close: () => {
      for (const phone of phones) phone.closing.abort();
    },
  };
}
