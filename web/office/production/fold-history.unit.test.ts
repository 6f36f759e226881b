import { expect, test } from "vitest";
import { foldHistory } from "./fold-history.ts";

const line = (commandId: string, kind: string) => ({ commandId, kind });
const folded = (...lines: ReturnType<typeof line>[]): string[] =>
  foldHistory(lines).map(({ head, details }) => [head.kind, ...details.map(({ kind }) => kind)].join(" "));

test("the lines of one act are one entry: what the person did, then what came of it as it happened", () => {
  expect(
    folded(
      line("b", "runs_reached"),
      line("b", "run_cost_captured"),
      line("b", "run_finished"),
      line("b", "materials_consumed"),
      line("a", "run_started"),
    ),
  ).toEqual(["run_finished materials_consumed run_cost_captured runs_reached", "run_started"]);
});

test("of a finish with failures the defect stands first, of several units the first of them", () => {
  expect(folded(line("a", "lot_returned"), line("a", "run_finished"), line("a", "defect_reported"))).toEqual([
    "defect_reported run_finished lot_returned",
  ]);
  const [both] = foldHistory([
    { ...line("a", "run_started"), unit: 2 },
    { ...line("a", "run_started"), unit: 1 },
  ]);
  expect(both?.head.unit).toBe(1);
  expect(both?.likewise).toBe(1);
});

test("the same act apart, or a kind that nobody names, loses nothing", () => {
  expect(folded(line("a", "something_new"), line("b", "lot_received"), line("a", "run_paused"))).toEqual([
    "something_new",
    "lot_received",
    "run_paused",
  ]);
});
