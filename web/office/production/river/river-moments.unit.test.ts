import { describe, expect, it } from "vitest";
import { arrivedAt, momentsOf, type River } from "./river-moments.ts";

const counts = { total: 5, inWork: 5, through: 0, received: 0, writtenOff: 0, withdrawn: 0 };
const frame = (more: Partial<River["frames"][number]>): River["frames"][number] => ({
  factId: "f",
  kind: "run_started",
  at: "2026-03-02T09:00:00Z",
  byName: null,
  byWhom: "member",
  values: {},
  acts: 1,
  counts,
  stages: [],
  back: [],
  ...more,
});
const river = (frames: River["frames"]): River => ({
  stages: [
    { id: "a", name: "A", after: [], runId: null, runs: 1 },
    { id: "b", name: "B", after: ["a"], runId: null, runs: 1 },
  ],
  flows: [
    { kind: "on", fromStageId: "a", toStageId: "b", units: 5 },
    { kind: "back", fromStageId: "b", toStageId: "a", units: 2 },
  ],
  acts: frames.length,
  frames,
});

describe("the moments of a river", () => {
  it("are told whole from what differs, and say what has just moved", () => {
    const [first, second, third] = momentsOf(
      river([
        frame({ stages: [[0, 5, 0, 0, 0, 0, 0, 0, 0, 0]] }),
        frame({
          stages: [
            [0, 2, 0, 0, 0, 0, 0, 3, 0, 0],
            [1, 0, 2, 0, 0, 0, 0, 0, 1, 0],
          ],
          back: [[1, 2]],
        }),
        frame({ stages: [[0, 0, 2, 0, 0, 0, 0, 3, 0, 0]] }),
      ]),
    );
    expect(first?.stages[0]?.waiting).toBe(5);
    expect(first?.stages[1] === undefined ? null : arrivedAt(first.stages[1])).toBe(0);
    expect(second?.stages).toMatchObject([
      { waiting: 2, past: 3 },
      { working: 2, writtenOff: 1 },
    ]);
    expect(second?.back).toMatchObject([{ fromStageId: "b", toStageId: "a", units: 2, now: 2 }]);
    expect(third?.stages).toMatchObject([
      { working: 2, past: 3 },
      { working: 2, writtenOff: 1 },
    ]);
    expect(third?.moved).toEqual(new Set([0]));
    expect(third?.back).toMatchObject([{ units: 2, now: 0 }]);
  });

  it("let go of a way back that was taken back", () => {
    const moments = momentsOf(river([frame({ back: [[1, 2]] }), frame({ back: [[1, 0]] })]));
    expect(moments.map((moment) => moment.back.length)).toEqual([1, 0]);
  });
});
