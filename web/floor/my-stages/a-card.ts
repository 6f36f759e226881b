import type { CardGroup } from "./group-cards.ts";
import type { MyStages, RunCard } from "./show-taps.ts";

/** For the tests beside: a card of a batch of coffee, ready to start, with what a test says of it. */
export function aCard(over: Partial<RunCard> = {}): RunCard {
  return {
    runId: "0197c1e2-0000-7000-8000-000000000001",
    orderId: "0197c1e2-0000-7000-8000-000000000002",
    orderNumber: 41,
    lotId: "0197c1e2-0000-7000-8000-000000000007",
    lotNumber: "1",
    lotAttributes: {},
    cycle: 0,
    itemName: "Coffee",
    variantName: "250 g",
    photoId: null,
    unit: "pcs",
    units: 20,
    progress: 0,
    ordered: 20,
    received: 0,
    batchMode: "whole",
    stageId: "0197c1e2-0000-7000-8000-000000000008",
    stageName: "Roasting",
    nextStageName: "Packing",
    state: "ready",
    instruction: "",
    checks: [],
    photoRequired: false,
    returnStages: [{ stageId: "0197c1e2-0000-7000-8000-000000000008", name: "Roasting" }],
    together: [],
    awaited: 0,
    returnedFor: null,
    crew: [],
    canLeaveRest: false,
    availableAt: "2026-06-01T08:00:00.000Z",
    awaits: [],
    awaitsBind: false,
    waitName: null,
    blockReason: null,
    blockNote: null,
    operatorId: null,
    operatorName: null,
    startedAt: null,
    finishedAt: null,
    workedSeconds: 0,
    workingSince: null,
    forgotten: null,
    plannedSeconds: 3_600,
    onceSeconds: 0,
    proposed: null,
    priority: "normal",
    dueAt: null,
    notes: "",
    consumption: "at_start",
    materials: [
      {
        normId: "0197c1e2-0000-7000-8000-000000000003",
        variantId: "0197c1e2-0000-7000-8000-000000000004",
        itemName: "Green coffee",
        variantName: "Brazil",
        unit: "kg",
        choices: [],
        norm: "5.88",
        consumed: "0",
      },
    ],
    upsells: [],
    drawings: [],
    verbs: ["startRun"],
    ...over,
  };
}

/** Units of one order at one stage, each naming the others: #1, #2, #3… */
export function someUnits(count: number, over: Partial<RunCard> = {}): RunCard[] {
  const named = Array.from({ length: count }, (_, index) => ({
    runId: `unit-${index + 1}`,
    lotNumber: String(index + 1),
    lotAttributes: {},
  }));
  return named.map((unit) =>
    aCard({
      batchMode: "per_unit",
      units: 1,
      ordered: count,
      ...over,
      ...unit,
      together: named.filter((other) => other !== unit),
    }),
  );
}

/** The card that stands for these runs; the first is its lead. */
export function aGroup(lead: RunCard, ...others: readonly RunCard[]): CardGroup {
  const units = [lead, ...others].map((card) => {
    const { runId, lotNumber, lotAttributes } = card;
    return { runId, lotNumber, lotAttributes, card };
  });
  return { lead, units };
}

export function stages(lists: Partial<Pick<MyStages, "inProgress" | "waiting" | "doneToday">>): MyStages {
  const { inProgress = [], waiting = [], doneToday = [] } = lists;
  return {
    now: "2026-06-01T10:00:00.000Z",
    counts: { inProgress: inProgress.length, waiting: waiting.length, doneToday: doneToday.length },
    inProgress,
    waiting,
    more: false,
    doneToday,
  };
}
