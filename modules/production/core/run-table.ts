import { no, ok, type Result } from "#kernel/result.ts";
import type { RunState } from "#modules/production/contract/order-card.ts";
import type { Run, StoredRunState } from "./order-state.ts";

/**
 * The run table of domain.md section 3: which verb moves a run from which states. What isn't here is refused
 * by name of state and verb.
 */
export const runTable = {
  releaseRunEarly: { from: ["waiting"], to: "waiting" },
  startRun: { from: ["ready"], to: "in_progress" },
  pauseRun: { from: ["in_progress"], to: "paused" },
  resumeRun: { from: ["paused"], to: "in_progress" },
  recordProgress: { from: ["in_progress", "paused"], to: "unchanged" },
  finishRun: { from: ["in_progress", "paused"], to: "done" },
  cancelStart: { from: ["in_progress", "paused"], to: "waiting" },
  blockRun: { from: ["waiting", "ready", "in_progress", "paused"], to: "blocked" },
  unblockRun: { from: ["blocked"], to: "before" },
  reassignRun: { from: ["waiting", "ready", "in_progress", "paused", "blocked"], to: "unchanged" },
} as const satisfies Record<
  string,
  { from: readonly RunState[]; to: StoredRunState | "unchanged" | "before" }
>;

export type RunVerb = keyof typeof runTable;
export const runVerbs = Object.keys(runTable) as RunVerb[];

/** Time makes a waiting run ready; nobody writes it. */
export function runStateAt(run: Pick<Run, "state" | "availableAt">, now: Date): RunState {
  return run.state === "waiting" && run.availableAt <= now ? "ready" : run.state;
}

export function checkVerb(run: Run, verb: RunVerb, now: Date): Result<RunState> {
  const state = runStateAt(run, now);
  const from: readonly RunState[] = runTable[verb].from;
  if (from.includes(state)) return ok(state);
  if (verb === "startRun" && state === "waiting") {
    return no("not_yet_available", { availableAt: run.availableAt.toISOString() });
  }
  return no("verb_not_now", { verb, state });
}

/** The verbs that a run's state allows; who may use them is the permission function's to say. */
export function verbsAt(run: Pick<Run, "state" | "availableAt">, now: Date): RunVerb[] {
  const state = runStateAt(run, now);
  return runVerbs.filter((verb) => (runTable[verb].from as readonly RunState[]).includes(state));
}
