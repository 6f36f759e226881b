import type { TextId } from "#web/texts/catalogue.ts";

/** In the order in which they stand beside each other: what one does most often first. */
export const verbTexts = {
  startRun: "verb.start",
  resumeRun: "verb.resume",
  finishRun: "verb.finish",
  unblockRun: "verb.unblock",
  pauseRun: "verb.pause",
  joinRun: "run.join",
  leaveRun: "run.leave",
  releaseRunEarly: "order.releaseEarly",
  reportDefect: "verb.reportDefect",
  recordProgress: "run.recordProgress",
  letGo: "run.letGo",
  blockRun: "verb.block",
  reassignRun: "order.reassign",
  splitLot: "run.split",
  cancelStart: "verb.cancelStart",
  reopenRun: "run.reopen",
} as const satisfies Record<string, TextId<"production" | "common">>;

export type Verb = keyof typeof verbTexts;
export const verbs = Object.keys(verbTexts) as Verb[];
/** What moves the work on: the one button that stands out. */
export const leading: ReadonlySet<Verb> = new Set(["startRun", "finishRun", "resumeRun", "unblockRun"]);
/** Needed now and then: they stand back. */
export const rare: ReadonlySet<Verb> = new Set([
  "recordProgress",
  "blockRun",
  "reassignRun",
  "splitLot",
  "cancelStart",
  "reopenRun",
]);
/** Done at once by one tap; the others ask first. */
export const atOnce = [
  "resumeRun",
  "unblockRun",
  "cancelStart",
  "joinRun",
  "leaveRun",
] as const satisfies Verb[];
export type VerbAtOnce = (typeof atOnce)[number];
export const isAtOnce = (verb: Verb): verb is VerbAtOnce => atOnce.some((one) => one === verb);
