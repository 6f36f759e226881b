import { proposeMaterialCorrection } from "#commands/production/corrections/propose-material-correction.ts";
import { proposeTimeCorrection } from "#commands/production/corrections/propose-time-correction.ts";
import { decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, type Result } from "#kernel/result.ts";
import { normsOfStage, type OrderState, type WorkInterval } from "#modules/production/core/order-state.ts";
import type { StagesShop } from "#test/builders/stages-shop.ts";

type Story = {
  readonly shop: StagesShop;
  readonly people: readonly { readonly memberId: Id }[];
  /** its orders as they stand */
  readonly orders: readonly OrderState[];
};

/** What somebody finds out later about an order of a story: hours and amounts were otherwise. */
type Told = {
  readonly orderId: Id;
  readonly what: "time" | "material";
  readonly pick: number;
  readonly amount: number;
};

export async function tellCorrection(story: Story, told: Told, now: Date): Promise<Result<unknown>> {
  return told.what === "time" ? correctTime(story, told, now) : correctMaterial(story, told, now);
}

async function correctTime(story: Story, { orderId, pick, amount }: Told, now: Date) {
  const { shop, people } = story;
  const state = story.orders.find((each) => each.order.id === orderId);
  if (state === undefined) return no("nothing_to_correct");
  const ended = [...state.intervals.values()]
    .filter((each) => !each.voided && each.endedAt !== null)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const interval = ended[pick % Math.max(1, ended.length)];
  if (interval === undefined) return no("nothing_to_correct");
  const other = people[(pick + amount) % people.length]?.memberId ?? interval.memberId;
  const wish = wishes(story, interval, other, amount);
  const { stretches, forgotten = false } = wish[pick % wish.length] ?? { stretches: [] };
  return shop.ask(
    proposeTimeCorrection,
    {
      runId: interval.runId,
      intervalId: forgotten ? null : interval.id,
      stretches,
      reason: "It was otherwise",
      applyAtOnce: true,
    },
    { now },
  );
}

function wishes({ shop }: Story, interval: WorkInterval, other: Id, amount: number) {
  const { memberId, kind, reasonId, startedAt, endedAt } = interval;
  const [from, to] = [startedAt.getTime(), (endedAt ?? startedAt).getTime()];
  const iso = (at: number): string => new Date(at).toISOString();
  const middle = from + Math.floor(((to - from) * ((amount % 9) + 1)) / 10);
  const own = { memberId, kind, reasonId };
  const rest = { memberId, kind: "pause" as const };
  const work = (who: Id, begin: number, end: number) => ({
    memberId: who,
    kind: "work" as const,
    from: iso(begin),
    to: iso(end),
  });
  return [
    { stretches: [{ ...own, from: iso(from), to: iso(middle) }] },
    { stretches: [{ ...own, from: iso(from), to: iso(to + amount * 60_000) }] },
    { stretches: [] },
    { stretches: [work(other, from, to)] },
    { stretches: [work(other, from, middle)], forgotten: true },
    { stretches: [{ ...rest, reasonId: shop.paidPauseReasonId, from: iso(from), to: iso(to) }] },
    {
      stretches: [
        work(memberId, from, middle),
        { ...rest, reasonId: [null, shop.paidPauseReasonId][amount % 2], from: iso(middle), to: iso(to) },
      ],
    },
  ];
}

async function correctMaterial(story: Story, { pick, amount }: Told, now: Date) {
  const { shop } = story;
  const used = story.orders
    .flatMap((state) =>
      [...state.runs.values()]
        .filter((run) => run.costCaptured)
        .flatMap((run) => normsOfStage(state, run.stageId).map((norm) => ({ runId: run.id, norm }))),
    )
    .filter(({ norm }) => norm.variantId !== null)
    .sort((a, b) => (a.runId < b.runId ? -1 : 1));
  const chosen = used[pick % Math.max(1, used.length)];
  if (chosen === undefined) return no("nothing_to_correct");
  const { runId, norm } = chosen;
  const quantity = text(decimal(amount).times(norm.perUnit.plus("0.000001")));
  const materials = [
    { normId: norm.id, variantId: norm.variantId ?? "", quantity: text(decimal(quantity).round(6)) },
  ];
  return shop.ask(
    proposeMaterialCorrection,
    { runId, materials, reason: "It was weighed again", applyAtOnce: true },
    { now },
  );
}
