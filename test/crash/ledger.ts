import { isDeepStrictEqual } from "node:util";
import type { Id } from "#kernel/id.ts";

/** What a client asked under one command id, and what it was told in the end: null while no answer has come. */
export type Entry = {
  readonly id: Id;
  readonly verb: Verb;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  attempts: number;
  end: Accepted | Refused | null;
};
type Accepted = { readonly accepted: true; readonly answer: unknown };
type Refused = { readonly accepted: false; readonly code: string };

/** Each verb's own fact: a command that was accepted has told exactly one. */
export const factOf = {
  createOrder: "order_created",
  cancelOrder: "order_cancelled",
  receiveStock: "stock_received",
  addDeal: "deal_added",
  moveDeal: "deal_moved",
  startRun: "run_started",
  pauseRun: "run_paused",
  resumeRun: "run_resumed",
  finishRun: "run_finished",
} as const;
export type Verb = keyof typeof factOf;

/** Verbs whose thing bears the command's id as its note: its effects can be counted without our own log. */
export const stampedVerbs: ReadonlySet<Verb> = new Set(["createOrder", "receiveStock", "addDeal"]);

/** What the database has in the end. */
export type Stored = {
  /** the remembered answer of each command */
  readonly answers: ReadonlyMap<Id, unknown>;
  /** facts of the kinds above that members brought about */
  readonly facts: readonly { readonly commandId: Id; readonly kind: string }[];
  /** how many things bear this note */
  readonly stamps: ReadonlyMap<string, number>;
  /** how many orders automation made for each deal */
  readonly ordersByDeal: ReadonlyMap<Id, number>;
};

/**
 * Everything in which the database and what the clients were told differ, as sentences: an answer that was
 * lost, a command that acted twice, one that acted though it was refused, a deal whose entering `startStatusId`
 * did not make exactly one order. None when all is well.
 */
export function findFaults(entries: readonly Entry[], stored: Stored, startStatusId: Id): string[] {
  const facts = countFacts(stored.facts);
  const known = new Set(entries.map((entry) => entry.id));
  const strangers = [...new Set(stored.facts.map((fact) => fact.commandId))].filter((id) => !known.has(id));
  return [
    ...entries.flatMap((entry) => faultsOf(entry, stored, facts)),
    ...strangers.map((id) => `command ${id} acted, and nobody asked for it`),
    ...faultsOfDeals(entries, stored, startStatusId),
  ];
}

function faultsOf(entry: Entry, stored: Stored, facts: ReadonlyMap<string, number>): string[] {
  const { id, verb, end } = entry;
  const name = `${verb} ${id}`;
  if (end === null) return [`${name} was never answered`];
  const faults: string[] = [];
  const expected = end.accepted ? 1 : 0;
  if (end.accepted) {
    if (!stored.answers.has(id)) faults.push(`${name} was answered and is not there`);
    else if (!isDeepStrictEqual(stored.answers.get(id), end.answer)) {
      faults.push(`${name} is remembered with another answer than was given`);
    }
  } else if (stored.answers.has(id)) faults.push(`${name} was refused (${end.code}) and is there`);
  const told = facts.get(`${id} ${factOf[verb]}`) ?? 0;
  if (told !== expected) faults.push(`${name} has ${told} facts ${factOf[verb]} instead of ${expected}`);
  const stamps = stored.stamps.get(id) ?? 0;
  if (stampedVerbs.has(verb) && stamps !== expected) {
    faults.push(`${name} has ${stamps} effects instead of ${expected}`);
  }
  return faults;
}

function faultsOfDeals(entries: readonly Entry[], stored: Stored, startStatusId: Id): string[] {
  const started = new Set(entries.filter((entry) => entersStatus(entry, startStatusId)).map(dealOf));
  const deals = new Set([...started, ...stored.ordersByDeal.keys()]);
  return [...deals].flatMap((dealId) => {
    const made = stored.ordersByDeal.get(dealId) ?? 0;
    const expected = started.has(dealId) ? 1 : 0;
    return made === expected ? [] : [`deal ${dealId} has ${made} orders instead of ${expected}`];
  });
}

const entersStatus = ({ verb, body, end }: Entry, statusId: Id): boolean =>
  verb === "moveDeal" && end?.accepted === true && body["dealStatusId"] === statusId;

const dealOf = (entry: Entry): Id => /^\/deals\/([^/]+)\/move$/.exec(entry.path)?.[1] ?? "";

function countFacts(facts: Stored["facts"]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { commandId, kind } of facts) {
    const key = `${commandId} ${kind}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
