import { no, ok, type Result } from "#kernel/result.ts";
import type { RunState } from "#modules/production/contract/order-card.ts";
import type { Run, StoredRunState } from "./order-state.ts";

/**
 * The run table of domain.md section 3: which verb moves a run from which states. What isn't here is refused
 * by name of state and verb.
 */
export const runTable = {
  releaseRunEarly: { from: ["waiting", "paused"], to: "unchanged" },
  startRun: { from: ["ready"], to: "in_progress" },
  pauseRun: { from: ["in_progress"], to: "paused" },
  // In progress: one of a crew comes back from an own pause while the others work.
  resumeRun: { from: ["paused", "in_progress"], to: "in_progress" },
  joinRun: { from: ["in_progress", "paused"], to: "in_progress" },
  leaveRun: { from: ["in_progress", "paused"], to: "unchanged" },
  recordProgress: { from: ["in_progress", "paused"], to: "unchanged" },
  finishRun: { from: ["in_progress", "paused"], to: "done" },
  cancelStart: { from: ["in_progress", "paused"], to: "waiting" },
  blockRun: { from: ["waiting", "ready", "in_progress", "paused"], to: "blocked" },
  unblockRun: { from: ["blocked"], to: "before" },
  reportDefect: { from: ["waiting", "ready", "in_progress", "paused", "blocked"], to: "unchanged" },
  letGo: { from: ["held"], to: "paused" },
  resolveEscalation: { from: ["escalated"], to: "before" },
  pickMaterial: { from: ["waiting", "ready", "in_progress", "paused", "blocked"], to: "unchanged" },
  reassignRun: {
    from: ["waiting", "ready", "in_progress", "paused", "blocked", "held", "escalated"],
    to: "unchanged",
  },
  reopenRun: { from: ["done"], to: "paused" },
} as const satisfies Record<
  string,
  { from: readonly RunState[]; to: StoredRunState | "unchanged" | "before" }
>;

export type RunVerb = keyof typeof runTable;
export const runVerbs = Object.keys(runTable) as RunVerb[];

/** Time makes a waiting run ready; nobody writes it. One that never was shows as ended. */
export function runStateAt(run: Pick<Run, "state" | "availableAt">, now: Date): RunState {
  if (run.state === "void") return "ended";
  return run.state === "waiting" && run.availableAt <= now ? "ready" : run.state;
}

/** Of one of ours: nobody here works on what a subcontractor does, and it is given to nobody. */
const ownVerbs: readonly RunVerb[] = ["pauseRun", "resumeRun", "joinRun", "leaveRun", "reassignRun"];

export function checkVerb(run: Run, verb: RunVerb, now: Date): Result<RunState> {
  const state = runStateAt(run, now);
  if (run.performerSubcontractorId !== null && ownVerbs.includes(verb)) {
    return no("subcontractor_works", { verb });
  }
  const from: readonly RunState[] = runTable[verb].from;
  if (verb === "startRun" && state === "waiting") {
    return no("not_yet_available", { availableAt: run.availableAt.toISOString() });
  }
  if (verb === "releaseRunEarly" && run.availableAt <= now) return no("verb_not_now", { verb, state });
  if (!from.includes(state)) return no("verb_not_now", { verb, state });
  // Units that came back from rework may still have a wait before them.
  if ((verb === "resumeRun" || verb === "joinRun") && state === "paused" && run.availableAt > now) {
    return no("not_yet_available", { availableAt: run.availableAt.toISOString() });
  }
  return ok(state);
}

/** The verbs that a run's state allows; who may use them is the permission function's to say. */
export function verbsAt(
  run: Pick<Run, "state" | "availableAt" | "performerSubcontractorId">,
  now: Date,
): RunVerb[] {
  const state = runStateAt(run, now);
  const early = run.availableAt > now;
  return runVerbs.filter((verb) => {
    if (run.performerSubcontractorId !== null && ownVerbs.includes(verb)) return false;
    if (!(runTable[verb].from as readonly RunState[]).includes(state)) return false;
    if (verb === "releaseRunEarly") return early;
    return !(early && state === "paused" && (verb === "resumeRun" || verb === "joinRun"));
  });
}
