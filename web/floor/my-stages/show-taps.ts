import type { OutputOf, RequestOf } from "#modules/routes.ts";

export type MyStages = OutputOf<"showMyStages">;
export type RunCard = MyStages["inProgress"][number];
/** Whose screen it is: their own time is what Pause and Resume act on. */
export type Me = { readonly id: string; readonly name: string };

/** Verbs of a run. What reportDefect does to lots is decided by the server alone: it is never shown ahead. */
export type RunTapVerb =
  | "startRun"
  | "pauseRun"
  | "resumeRun"
  | "finishRun"
  | "cancelStart"
  | "recordProgress"
  | "confirmWork"
  | "stopForgotten"
  | "proposeTimeCorrection"
  | "joinRun"
  | "leaveRun"
  | "reportDefect";
export type TapVerb = RunTapVerb | "undoWork";
type RunTap = {
  [Verb in RunTapVerb]: {
    readonly verb: Verb;
    readonly input: RequestOf<Verb>;
    readonly at: string;
    /** All runs that it is about, where the input names but one: a pause stops what is worked on together. */
    readonly runIds?: readonly string[];
  };
}[RunTapVerb];
type UndoTap = {
  readonly verb: "undoWork";
  readonly input: RequestOf<"undoWork">;
  readonly at: string;
  /** The cards as they stood before the tap that is taken back. */
  readonly before: readonly RunCard[];
};
/** What was tapped, when by the server's clock, and not yet seen in what the server shows. */
export type Tap = RunTap | UndoTap;

/**
 * My Stages as they will be once the server has taken the taps. A tap whose effect the server shows already
 * changes nothing, so that a tap may be laid over too long but never twice.
 */
export function showTaps(shown: MyStages, taps: readonly Tap[], me: Me): MyStages {
  return taps.reduce((before, tap) => showTap(before, tap, me), shown);
}

/** Does this person's own time run on it? Others of the crew may go on while they are on a pause. */
export function worksOn(card: RunCard, me: Me): boolean {
  const own = card.crew.find(({ memberId }) => memberId === me.id);
  if (own !== undefined) return own.working;
  return card.crew.length === 0 && card.state === "in_progress";
}

/** The runs of a tap: the one that was tapped, and those taken along. */
export function runIdsOf({ input, runIds }: RunTap): readonly string[] {
  if (runIds !== undefined) return runIds;
  const also = "alsoRunIds" in input ? (input.alsoRunIds ?? []) : [];
  return [input.runId, ...also];
}

function showTap(shown: MyStages, tap: Tap, me: Me): MyStages {
  switch (tap.verb) {
    case "startRun": {
      const ids = new Set(runIdsOf(tap));
      const cards = shown.waiting.filter(({ runId, state }) => ids.has(runId) && state === "ready");
      if (cards.length === 0) return shown;
      return counted(shown, {
        waiting: shown.waiting.filter(({ runId }) => !ids.has(runId)).map((card) => apartFrom(card, ids)),
        inProgress: [...cards.map((card) => started(card, tap, me)), ...shown.inProgress],
      });
    }
    case "finishRun": {
      const ids = new Set(runIdsOf(tap));
      const cards = shown.inProgress.filter(({ runId }) => ids.has(runId));
      if (cards.length === 0) return shown;
      const done = cards.map((card): RunCard => ({
        ...stopped(card, tap.at, me),
        state: "done",
        // Of several, each is as many as it was: only one alone can be more or fewer.
        units: cards.length === 1 ? tap.input.units : card.units,
        finishedAt: tap.at,
        verbs: [],
      }));
      return counted(shown, {
        inProgress: shown.inProgress
          .filter(({ runId }) => !ids.has(runId))
          .map((card) => apartFrom(card, ids)),
        doneToday: [...done, ...shown.doneToday.filter(({ runId }) => !ids.has(runId))],
      });
    }
    case "undoWork":
      return tap.before.reduce((now, card) => takenBack(now, card, tap.at, me), shown);
    case "joinRun": {
      const card = [...shown.waiting, ...shown.inProgress].find(({ runId }) => runId === tap.input.runId);
      if (card === undefined || worksOn(card, me)) return shown;
      const joined = { ...working(card, tap.at, me), verbs: inWork(card, ["pauseRun", "leaveRun"]) };
      return counted(shown, {
        waiting: without(shown.waiting, card.runId),
        inProgress: [joined, ...without(shown.inProgress, card.runId)],
      });
    }
    default:
      return runIdsOf(tap).reduce(
        (now, runId, _, all) => showOnRunning(now, tap, runId, me, all.length),
        shown,
      );
  }
}

type OnRunning = Exclude<Tap, { readonly verb: "startRun" | "finishRun" | "undoWork" | "joinRun" }>;

function showOnRunning(shown: MyStages, tap: OnRunning, runId: string, me: Me, sharedBy: number): MyStages {
  const card = shown.inProgress.find((each) => each.runId === runId);
  if (card === undefined) return shown;
  switch (tap.verb) {
    case "confirmWork":
      // When it is asked next, the server says.
      return replaced(shown, { ...card, forgotten: null });
    // Until the supervisor has decided, what was recorded counts.
    case "stopForgotten":
    case "pauseRun":
      if (!worksOn(card, me)) return shown;
      return replaced(shown, {
        ...stopped(card, tap.at, me, sharedBy),
        verbs: inWork(card, ["resumeRun"]),
      });
    case "resumeRun":
      if (worksOn(card, me)) return shown;
      return replaced(shown, { ...working(card, tap.at, me), verbs: inWork(card, ["pauseRun"]) });
    case "recordProgress":
      return replaced(shown, { ...card, progress: tap.input.units });
    case "leaveRun": {
      const left = stopped(card, tap.at, me, sharedBy);
      const crew = left.crew.filter(({ memberId }) => memberId !== me.id);
      return counted(shown, {
        inProgress: without(shown.inProgress, card.runId),
        waiting: [{ ...left, crew, verbs: ["joinRun"] }, ...without(shown.waiting, card.runId)],
      });
    }
    case "cancelStart": {
      const ready: RunCard = {
        ...card,
        state: "ready",
        startedAt: null,
        workedSeconds: 0,
        workingSince: null,
        progress: 0,
        crew: [],
        materials: card.materials.map((material) => ({ ...material, consumed: "0" })),
        verbs: ["startRun"],
      };
      return counted(shown, {
        inProgress: without(shown.inProgress, card.runId),
        waiting: [ready, ...without(shown.waiting, card.runId)],
      });
    }
    case "reportDefect":
    case "proposeTimeCorrection":
      return shown;
  }
}

const alwaysInWork = ["recordProgress", "finishRun", "cancelStart"];

/** What can be done with a run in work, as far as the tap itself says; the server says it all soon after. */
function inWork(card: RunCard, verbs: readonly string[]): string[] {
  const kept = ["reportDefect", "leaveRun"].filter((verb) => card.verbs.includes(verb));
  return [...new Set([...verbs, ...alwaysInWork, ...kept])];
}

function started(card: RunCard, tap: Extract<RunTap, { readonly verb: "startRun" }>, me: Me): RunCard {
  const together = new Set(runIdsOf(tap));
  const picks = new Map((tap.input.picks ?? []).map(({ normId, variantId }) => [normId, variantId]));
  const materials = card.materials.map((material) => {
    const picked = material.choices.find(({ variantId }) => variantId === picks.get(material.normId));
    return {
      ...material,
      ...(picked === undefined ? {} : { variantId: picked.variantId, variantName: picked.variantName }),
      ...(card.consumption === "at_start" ? { consumed: material.norm } : {}),
    };
  });
  return {
    ...working(card, tap.at, me),
    startedAt: tap.at,
    together: card.together.filter(({ runId }) => together.has(runId)),
    materials,
    verbs: inWork(card, ["pauseRun"]),
  };
}

function working(card: RunCard, at: string, me: Me): RunCard {
  return { ...card, state: "in_progress", workingSince: at, crew: withMe(card, me, true) };
}

/** One's own time ends, shared by the runs it was spent on; the run is paused when nobody works on it. */
function stopped(card: RunCard, at: string, me: Me, sharedBy = 1): RunCard {
  const since = card.workingSince;
  const seconds = since === null ? 0 : Math.floor((Date.parse(at) - Date.parse(since)) / 1000 / sharedBy);
  const crew = withMe(card, me, false);
  return {
    ...card,
    crew,
    state: crew.some((member) => member.working) ? "in_progress" : "paused",
    workedSeconds: card.workedSeconds + Math.max(0, seconds),
    workingSince: null,
    forgotten: null,
  };
}

function withMe(card: RunCard, me: Me, works: boolean): RunCard["crew"] {
  const others = card.crew.filter(({ memberId }) => memberId !== me.id);
  return [...others, { memberId: me.id, name: me.name, working: works }];
}

/** As before the tap: what was ready is ready, what was in work is in work again, but stands still. */
function takenBack(shown: MyStages, before: RunCard, at: string, me: Me): MyStages {
  const { runId } = before;
  const wasWaiting = before.state === "ready";
  const there = (wasWaiting ? shown.waiting : shown.inProgress).some((card) => card.runId === runId);
  if (there) return shown;
  const card = wasWaiting ? before : { ...stopped(before, at, me), verbs: inWork(before, ["resumeRun"]) };
  const lists = {
    waiting: without(shown.waiting, runId),
    inProgress: without(shown.inProgress, runId),
    doneToday: without(shown.doneToday, runId),
  };
  return counted(
    shown,
    wasWaiting
      ? { ...lists, waiting: [card, ...lists.waiting] }
      : { ...lists, inProgress: [card, ...lists.inProgress] },
  );
}

/** Those that have gone on can't be taken along any more. */
function apartFrom(card: RunCard, gone: ReadonlySet<string>): RunCard {
  if (!card.together.some(({ runId }) => gone.has(runId))) return card;
  return { ...card, together: card.together.filter(({ runId }) => !gone.has(runId)) };
}

const without = (cards: readonly RunCard[], runId: string): RunCard[] =>
  cards.filter((card) => card.runId !== runId);

function replaced(shown: MyStages, card: RunCard): MyStages {
  return {
    ...shown,
    inProgress: shown.inProgress.map((each) => (each.runId === card.runId ? card : each)),
  };
}

type Lists = Pick<MyStages, "inProgress" | "waiting" | "doneToday">;

/** The counters may count more than the lists show; they move by what the lists gain or lose. */
function counted(shown: MyStages, changed: Partial<Lists>): MyStages {
  const next = { ...shown, ...changed };
  const moved = (list: keyof Lists): number => shown.counts[list] + next[list].length - shown[list].length;
  return {
    ...next,
    counts: { inProgress: moved("inProgress"), waiting: moved("waiting"), doneToday: moved("doneToday") },
  };
}
