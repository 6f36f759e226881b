import type { OutputOf, RequestOf } from "#modules/routes.ts";

export type MyStages = OutputOf<"showMyStages">;
export type RunCard = MyStages["inProgress"][number];

export type TapVerb = "startRun" | "pauseRun" | "resumeRun" | "finishRun" | "cancelStart" | "recordProgress";
/** What was tapped, when by the server's clock, and not yet seen in what the server shows. */
export type Tap = {
  [Verb in TapVerb]: { readonly verb: Verb; readonly input: RequestOf<Verb>; readonly at: string };
}[TapVerb];

/**
 * My Stages as they will be once the server has taken the taps. A tap whose effect the server shows already
 * changes nothing, so that a tap may be laid over too long but never twice.
 */
export function showTaps(shown: MyStages, taps: readonly Tap[]): MyStages {
  return taps.reduce(showTap, shown);
}

const verbsInWork = ["recordProgress", "finishRun", "cancelStart"];

function showTap(shown: MyStages, tap: Tap): MyStages {
  const { runId } = tap.input;
  const running = shown.inProgress.find((card) => card.runId === runId);
  switch (tap.verb) {
    case "startRun": {
      const card = shown.waiting.find((each) => each.runId === runId && each.state === "ready");
      if (card === undefined) return shown;
      return counted(shown, {
        waiting: without(shown.waiting, runId),
        inProgress: [started(card, tap.at), ...shown.inProgress],
      });
    }
    case "pauseRun":
      if (running?.state !== "in_progress") return shown;
      return replaced(shown, {
        ...stopped(running, tap.at),
        state: "paused",
        verbs: ["resumeRun", ...verbsInWork],
      });
    case "resumeRun":
      if (running?.state !== "paused") return shown;
      return replaced(shown, {
        ...running,
        state: "in_progress",
        workingSince: tap.at,
        verbs: ["pauseRun", ...verbsInWork],
      });
    case "recordProgress":
      if (running === undefined) return shown;
      return replaced(shown, { ...running, progress: tap.input.units });
    case "finishRun": {
      if (running === undefined) return shown;
      const done: RunCard = {
        ...stopped(running, tap.at),
        state: "done",
        units: tap.input.units,
        finishedAt: tap.at,
        verbs: [],
      };
      return counted(shown, {
        inProgress: without(shown.inProgress, runId),
        doneToday: [done, ...without(shown.doneToday, runId)],
      });
    }
    case "cancelStart": {
      if (running === undefined) return shown;
      const ready: RunCard = {
        ...running,
        state: "ready",
        startedAt: null,
        workedSeconds: 0,
        workingSince: null,
        progress: 0,
        materials: running.materials.map((material) => ({ ...material, consumed: "0" })),
        verbs: ["startRun"],
      };
      return counted(shown, {
        inProgress: without(shown.inProgress, runId),
        waiting: [ready, ...without(shown.waiting, runId)],
      });
    }
  }
}

function started(card: RunCard, at: string): RunCard {
  return {
    ...card,
    state: "in_progress",
    startedAt: at,
    workingSince: at,
    materials:
      card.consumption === "at_start"
        ? card.materials.map((material) => ({ ...material, consumed: material.norm }))
        : card.materials,
    verbs: ["pauseRun", ...verbsInWork],
  };
}

function stopped(card: RunCard, at: string): RunCard {
  if (card.workingSince === null) return card;
  const seconds = Math.floor((Date.parse(at) - Date.parse(card.workingSince)) / 1000);
  return { ...card, workedSeconds: card.workedSeconds + Math.max(0, seconds), workingSince: null };
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
