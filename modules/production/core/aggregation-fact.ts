import type { Id } from "#kernel/id.ts";

/** What happens between a batch order and its members. Money as text, to 4 places; instants as ISO text. */
type Money = string;
type Instant = string;

/** One line of what a batch order gave away, or kept: its own comes last. Further lines say what came late. */
export type GivenShare = {
  id: Id;
  orderId: Id;
  /** what people call the order */
  number: number;
  position: number;
  units: number;
  /** cost goes by these: the units; where none came out well, what each had ordered */
  weight: number;
  receivedCost: Money;
  separateLoss: Money;
  lateDifference: Money;
};

type InBatch = { batchOrderId: Id; batchNumber: number };
export type GatheredMember = { orderId: Id; number: number; units: number };

export type AggregationFactData = {
  /** a member's: its runs are void, since its units are made in the batch */
  order_aggregated: InBatch & { at: Instant };
  order_left_batch: InBatch & { why: "taken_out" | "dissolved" | "batch_cancelled"; at: Instant };
  /** a member's: the good units that fell to it, with their cost; what is missing is withdrawn */
  order_given_back: InBatch & {
    units: number;
    short: number;
    ordered: number;
    finished: { lotId: Id; units: number }[];
    withdrawn: Id[];
    /** the missing units of a lot of which some came */
    rest: { id: Id; number: string; units: number; parentId: Id } | null;
    receivedCost: Money;
    separateLoss: Money;
    lateDifference: Money;
    startedAt: Instant | null;
    at: Instant;
  };
  /** a member's: the batch's cost was corrected after the units had come back */
  given_cost_corrected: InBatch & { separateLoss: Money; lateDifference: Money; at: Instant };
  /** the batch order's */
  units_given: { shares: GivenShare[]; at: Instant };
  member_taken_out: { orderId: Id; number: number; units: number; at: Instant };
};
