/** What is tapped on the floor, and kept there while there is no network. */
export const runTapVerbs = [
  "startRun",
  "pauseRun",
  "resumeRun",
  "finishRun",
  "cancelStart",
  "recordProgress",
  "confirmWork",
  "stopForgotten",
  "proposeTimeCorrection",
  "joinRun",
  "leaveRun",
  "reportDefect",
] as const;
export const tapVerbs = [...runTapVerbs, "undoWork"] as const;
