import { decimal } from "#kernel/decimal.ts";
import type { RunCard } from "./show-taps.ts";

/** One of the units (or lots) that one card stands for. */
export type CardUnit = RunCard["together"][number] & {
  /** Null where its own card is not on the list: a list is cut after a hundred. */
  readonly card: RunCard | null;
};
export type CardGroup = {
  /** What the card shows: the first of them. */
  readonly lead: RunCard;
  /** All of them, the lead among them, in the order of their numbers. */
  readonly units: readonly CardUnit[];
};

const byNumber = new Intl.Collator("en", { numeric: true });

/**
 * Twelve units that stand ready at one stage of one order are one card with twelve chips, not twelve cards. They
 * belong together by the server's word (`together`) and while they stand in the same way: all ready, all running,
 * all paused. Keeps the order of the list.
 */
export function groupCards(cards: readonly RunCard[]): readonly CardGroup[] {
  const byId = new Map(cards.map((card) => [card.runId, card]));
  const taken = new Set<string>();
  const groups: CardGroup[] = [];
  for (const lead of cards) {
    if (taken.has(lead.runId)) continue;
    const others = lead.together
      .map((unit): CardUnit => ({ ...unit, card: byId.get(unit.runId) ?? null }))
      .filter(({ runId, card }) => !taken.has(runId) && (card === null ? isOpen(lead) : isAlike(card, lead)));
    const { runId, lotNumber, lotAttributes } = lead;
    const units = [{ runId, lotNumber, lotAttributes, card: lead }, ...others];
    for (const unit of units) taken.add(unit.runId);
    groups.push({ lead, units: units.toSorted((a, b) => byNumber.compare(a.lotNumber, b.lotNumber)) });
  }
  return groups;
}

/** Of one that has no card nobody knows why it is here again. */
const isOpen = (card: RunCard): boolean => card.state === "ready" && card.cycle === 0;

const isAlike = (one: RunCard, other: RunCard): boolean =>
  one.state === other.state &&
  (one.workingSince === null) === (other.workingSince === null) &&
  whyAgain(one) === whyAgain(other);

/** One card tells one reason, with its note and photos: units that came back for another have their own. */
const whyAgain = ({ cycle, returnedFor }: RunCard): string =>
  cycle === 0 ? "" : JSON.stringify(returnedFor);

/** How many units these are together; unknown ones count as one, as they are one by one in that mode. */
export function unitsOf(units: readonly CardUnit[]): number {
  return units.reduce((sum, { card }) => sum + (card?.units ?? 1), 0);
}

/** One stretch of work on several runs: what each has had of it, what it takes by the plan, and what runs now. */
export function timeOf({
  lead,
  units,
}: CardGroup): Pick<RunCard, "workedSeconds" | "workingSince" | "plannedSeconds"> {
  const cards = units.flatMap(({ card }) => (card === null ? [] : [card]));
  const sum = (key: "workedSeconds" | "plannedSeconds"): number =>
    cards.reduce((total, card) => total + card[key], 0);
  // Setting up is once a tap, however many units it takes.
  const once = lead.onceSeconds * Math.max(0, cards.length - 1);
  return {
    workedSeconds: sum("workedSeconds"),
    plannedSeconds: Math.max(0, sum("plannedSeconds") - once),
    workingSince: lead.workingSince,
  };
}

/** Of several runs in one tap, each material once, with what all of them take. */
export function materialsOf(group: CardGroup, runIds: readonly string[]): RunCard["materials"] {
  const cards = group.units.flatMap(({ card }) =>
    card !== null && runIds.includes(card.runId) ? [card] : [],
  );
  if (group.units.length === 1 || cards.length === 0) return group.lead.materials;
  const byNorm = new Map<string, RunCard["materials"][number]>();
  for (const material of cards.flatMap(({ materials }) => materials)) {
    const before = byNorm.get(material.normId);
    const add = (one: string, other: string | undefined): string =>
      decimal(one)
        .plus(decimal(other ?? "0"))
        .toFixed();
    byNorm.set(material.normId, {
      ...material,
      norm: add(material.norm, before?.norm),
      consumed: add(material.consumed, before?.consumed),
    });
  }
  return [...byNorm.values()];
}
