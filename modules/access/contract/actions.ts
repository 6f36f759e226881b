import type { Role } from "./roles.ts";

/** Which role may do what. Source: domain.md section 10. The question itself is core/may.ts. */
const everybody: readonly Role[] = [
  "owner",
  "admin",
  "sales_manager",
  "technologist",
  "supervisor",
  "operator",
  "storekeeper",
  "accountant",
];
const office: readonly Role[] = everybody.filter((role) => role !== "operator");
const heads: readonly Role[] = ["owner", "admin"];
const headsAnd = (...more: Role[]): readonly Role[] => [...heads, ...more];

export const actionRoles = {
  "workspace.read": everybody,
  "workspace.change": heads,
  /** the example beside a workspace: to make it, and to remove it */
  "example.manage": heads,
  "member.read": office,
  "member.manage": heads,
  "member.set_pin": headsAnd("supervisor"),
  /** to give somebody a badge, or to end it */
  "member.issue_badge": headsAnd("supervisor"),
  "device.manage": headsAnd("supervisor"),
  "trade.read": everybody,
  "trade.manage": heads,
  "dictionary.read": everybody,
  "dictionary.manage": heads,
  "rate.read": headsAnd("accountant"),
  "rate.set": headsAnd("accountant"),
  "contact.read": headsAnd("sales_manager", "supervisor", "accountant"),
  "contact.write": headsAnd("sales_manager"),
  "pipeline.read": headsAnd("sales_manager", "supervisor", "technologist", "accountant", "storekeeper"),
  "pipeline.manage": heads,
  "deal.read": headsAnd("sales_manager", "supervisor", "accountant"),
  "deal.write": headsAnd("sales_manager"),
  "deal.ship": headsAnd("sales_manager", "storekeeper"),
  /** revenue, profit and margin of deals */
  "deal.money": headsAnd("sales_manager", "accountant"),
  /** notes, calls and messages; about a deal besides deal.write, about people contact.write */
  "activity.write": headsAnd("sales_manager"),
  "task.read": everybody,
  "task.write": office,
  "item.read": office,
  "item.write": headsAnd("technologist", "storekeeper"),
  /** purchase prices and what stock is worth */
  "item.cost": headsAnd("technologist", "supervisor", "storekeeper", "accountant"),
  "stock.read": headsAnd("storekeeper", "supervisor", "technologist", "accountant", "sales_manager"),
  "stock.write": headsAnd("storekeeper"),
  /** suppliers, proposals and purchase orders; their prices only by item.cost */
  "purchase.read": headsAnd("storekeeper", "supervisor", "accountant", "technologist"),
  /** drafts of what is lacking; sending and receiving them is the storekeeper's */
  "purchase.propose": headsAnd("storekeeper", "supervisor"),
  "purchase.write": headsAnd("storekeeper"),
  /** subcontractors; what they ask only by order.planned_cost */
  "subcontractor.read": office,
  "subcontractor.write": headsAnd("supervisor"),
  "template.read": headsAnd("technologist", "supervisor", "accountant", "sales_manager", "storekeeper"),
  "template.write": headsAnd("technologist"),
  "template.approve": heads,
  "order.read": headsAnd("supervisor", "technologist", "sales_manager", "accountant", "storekeeper"),
  "order.create": headsAnd("supervisor"),
  "order.change": headsAnd("supervisor"),
  /** one's own views of the board; those that others share are changed by heads */
  "view.save": headsAnd("supervisor", "technologist", "sales_manager", "accountant", "storekeeper"),
  "view.manage": heads,
  "order.cancel": headsAnd("supervisor"),
  /** give what is reserved for one order to another, or back to everybody */
  "reservation.move": headsAnd("supervisor"),
  /** real cost of orders; hourly rates inside it only by rate.read */
  "order.cost": headsAnd("supervisor", "accountant"),
  "order.planned_cost": headsAnd("supervisor", "accountant", "technologist"),
  /** start, pause, resume, finish, cancel start: an operator on own runs, a supervisor on any */
  "run.work": headsAnd("supervisor", "operator"),
  "run.work_any": headsAnd("supervisor"),
  "run.block": headsAnd("supervisor"),
  "run.release_early": headsAnd("supervisor"),
  "run.reassign": headsAnd("supervisor"),
  /** escalated and held units; a concession against a check */
  "run.resolve": headsAnd("supervisor"),
  "run.reopen": headsAnd("supervisor"),
  /** what was written down of one's own time was wrong; a supervisor says so of anybody's */
  "correction.propose": headsAnd("supervisor", "operator"),
  "correction.propose_any": headsAnd("supervisor"),
  "correction.propose_material": headsAnd("supervisor", "storekeeper"),
  "correction.withdraw": headsAnd("supervisor", "operator", "storekeeper"),
  "correction.decide": headsAnd("supervisor"),
  /** of one's own hours: whoever runs the place alone has nobody to ask */
  "correction.decide_own": heads,
  "my_stages.read": headsAnd("supervisor", "operator"),
  /** what is said about an order: a manager of the deals that are theirs, an operator of the orders they work on */
  "chat.read": headsAnd("supervisor", "sales_manager", "operator"),
  "chat.write": headsAnd("supervisor", "sales_manager", "operator"),
  /** of any order */
  "chat.any": headsAnd("supervisor"),
  /** to put down that the customer asks for something else, and what became of it */
  "chat.change_request": headsAnd("supervisor", "sales_manager"),
  "automation.read": headsAnd("supervisor", "sales_manager", "technologist"),
  "automation.retry": headsAnd("supervisor"),
  /** pictures and documents; which things' ones they see listed is decided by the thing */
  "file.read": everybody,
  "file.write": everybody,
  /** what one was told oneself */
  "notice.read": everybody,
  "events.read": everybody,
} as const satisfies Record<string, readonly Role[]>;

export type Action = keyof typeof actionRoles;
export const actions = Object.keys(actionRoles) as Action[];

/** A run, as far as the question "is it theirs?" needs it. */
export type RunThing = {
  readonly operatorId: string | null;
  readonly performerMemberId: string | null;
  readonly performerTradeId: string | null;
  readonly performerRole: string | null;
  /** what a subcontractor does is nobody's own */
  readonly performerSubcontractorId: string | null;
};

/** An order's chat, as far as the question "is it theirs?" needs it. */
export type ChatThing = {
  /** who is responsible for the order's deal; null without a deal, or while nobody is */
  readonly dealOwnerId: string | null;
  /** whom its runs are for: members, trades, roles, "anyone" */
  readonly openTo: readonly string[];
  /** who has worked on it */
  readonly workerIds: readonly string[];
};

/** What may be asked about, besides who asks. */
export type Thing = RunThing | ChatThing;
