import { worksOn } from "../my-stages/show-taps.ts";
import type { KeptTap } from "./kept-tap.ts";

/** Work that is written down nowhere: instants as ISO text. */
export type WorkedMeanwhile = { readonly from: string; readonly to: string; readonly seconds: number };

const minute = 60_000;
/** What one taps at the end of work, or in the midst of it. */
const whileWorking: ReadonlySet<string> = new Set(["pauseRun", "finishRun", "recordProgress"]);
/** Acts of others that end the time of everybody on the run. */
const endsAll: ReadonlySet<unknown> = new Set([
  "run_finished",
  "run_paused",
  "run_blocked",
  "run_reassigned",
]);
/** The run is not as it was. Of an order that is over, nothing may be added after its end. */
const overtaken: ReadonlySet<string> = new Set(["verb_not_now", "not_yours", "not_in_crew"]);

/**
 * Somebody else ended the run while this person, out of reach, worked on: from then to their tap, where that is a
 * minute or more. Of several runs at once it goes on on the others, and is written down there.
 */
export function workedMeanwhile(tap: KeptTap): WorkedMeanwhile | null {
  const { refused, before, runIds, memberId, at } = tap;
  const [card] = before;
  if (refused === null || card === undefined || runIds.length !== 1) return null;
  if (!whileWorking.has(tap.verb) || !overtaken.has(refused.code)) return null;
  if (!worksOn(card, { id: memberId, name: "" })) return null;
  const last = refused.data?.["last"];
  if (typeof last !== "object" || last === null || !("at" in last) || !("kind" in last)) return null;
  if (typeof last.at !== "string" || !endsAll.has(last.kind)) return null;
  const seconds = Math.floor((Date.parse(at) - Date.parse(last.at)) / minute) * 60;
  return seconds < 60 ? null : { from: last.at, to: at, seconds };
}
