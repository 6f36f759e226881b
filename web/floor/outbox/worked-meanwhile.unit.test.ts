import { expect, test } from "vitest";
import { aCard } from "../my-stages/a-card.ts";
import type { KeptTap } from "./kept-tap.ts";
import { workedMeanwhile } from "./worked-meanwhile.ts";

const me = "me";
const { runId } = aCard();
const working = aCard({
  state: "in_progress",
  crew: [{ memberId: me, name: "Olena", working: true }],
});

type Wish = { readonly last?: object | null; readonly code?: string; readonly before?: typeof working };

/** A pause at 14:05, refused: the packer had finished the run at 14:02. */
function refusedPause({ last, code = "verb_not_now", before = working }: Wish = {}): KeptTap {
  const packer = { kind: "run_finished", by: "Petro", at: "2026-06-01T14:02:00.000Z" };
  const told = last === null ? {} : { last: last ?? packer };
  return {
    verb: "pauseRun",
    input: { runId },
    at: "2026-06-01T14:05:10.000Z",
    number: 1,
    slug: "hall",
    memberId: me,
    commandId: "tap",
    runIds: [runId],
    before: [before],
    atOnce: true,
    deviceAt: "2026-06-01T14:05:10.000Z",
    offset: 0,
    tries: 1,
    followed: null,
    refused: { code, message: "", data: { state: "done", ...told } },
  };
}

test("three minutes after the packer had finished are still one's own", () => {
  expect(workedMeanwhile(refusedPause())).toEqual({
    from: "2026-06-01T14:02:00.000Z",
    to: "2026-06-01T14:05:10.000Z",
    seconds: 180,
  });
});

test.each([
  ["less than a minute", refusedPause({ last: { kind: "run_finished", at: "2026-06-01T14:04:30.000Z" } })],
  [
    "an act that ends nobody's time",
    refusedPause({ last: { kind: "run_started", at: "2026-06-01T14:00:00Z" } }),
  ],
  ["nobody's act", refusedPause({ last: null })],
  ["a refusal of another kind", refusedPause({ code: "stop_reason_unknown" })],
  ["an order that is over", refusedPause({ code: "order_closed" })],
  ["somebody who was on a pause", refusedPause({ before: aCard({ state: "paused" }) })],
  ["a start", { ...refusedPause(), verb: "startRun" as const, input: { runId } }],
  ["several runs at once", { ...refusedPause(), runIds: [runId, "another"] }],
])("nothing is proposed for %s", (_, tap) => {
  expect(workedMeanwhile(tap)).toBe(null);
});
