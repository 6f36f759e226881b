import type { Id } from "#kernel/id.ts";
import type { CostLineData, CostShareData } from "./order-fact.ts";

/** A stretch of somebody's time, as it was or should have been; instants as ISO text. */
export type StretchData = {
  memberId: Id;
  kind: "work" | "pause";
  reasonId: Id | null;
  paid: boolean;
  from: string;
  to: string;
};
/** What of a norm's material a run has really used, in the item's unit. */
export type UsedData = { normId: Id; variantId: Id; quantity: string };

/** `before` and `after` of a correction: what was written down, and what really was. */
export type CorrectionData =
  | {
      kind: "time";
      /** the stretch that was wrong; null where one was forgotten */
      intervalId: Id | null;
      before: { stretches: StretchData[] };
      after: { stretches: StretchData[] };
    }
  | { kind: "material"; before: { materials: UsedData[] }; after: { materials: UsedData[] } };

/** An interval that a correction put beside the one that it voids: closed, with the seconds that it pays. */
export type AddedInterval = StretchData & {
  intervalId: Id;
  runId: Id;
  seconds: number;
  togetherId: Id | null;
  leads: boolean;
};
/** `reversesId`: the line that this one takes back; null on the line that stands instead. */
export type CorrectionLineData = CostLineData & { reversesId: Id | null };

/** What can happen to corrections, and what an approved one does. Data as in order-fact.ts. */
export type CorrectionFactData = {
  correction_proposed: CorrectionData & {
    correctionId: Id;
    runId: Id;
    reason: string;
    by: Id | null;
    at: string;
  };
  /** `atOnce`: whoever may decide proposed and approved it in one act */
  correction_decided: {
    correctionId: Id;
    runId: Id;
    decision: "approved" | "declined";
    atOnce: boolean;
    note: string;
    by: Id | null;
    at: string;
  };
  correction_withdrawn: { correctionId: Id; runId: Id; by: Id | null; at: string };
  /** `runIds`: all runs of a stretch on several */
  time_corrected: {
    correctionId: Id;
    runId: Id;
    runIds: Id[];
    memberIds: Id[];
    voided: Id[];
    added: AddedInterval[];
    secondsFrom: number;
    secondsTo: number;
    reason: string;
    at: string;
  };
  material_corrected: {
    correctionId: Id;
    runId: Id;
    materials: { normId: Id; variantId: Id; from: string; to: string }[];
    reason: string;
    at: string;
  };
  /** lines that reverse, and lines that stand instead; `total` is the difference, and so are the shares */
  run_cost_corrected: {
    correctionId: Id;
    runId: Id;
    stageId: Id;
    cycle: number;
    lines: CorrectionLineData[];
    shares: CostShareData[];
    total: string;
    at: string;
  };
};
