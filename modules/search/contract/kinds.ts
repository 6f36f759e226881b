import type { Action } from "#modules/access/contract/actions.ts";

/** What is searched, in the order in which equally good finds are shown, and who may see it: others are not asked for. */
export const actionOfFound = {
  order: "order.read",
  deal: "deal.read",
  contact: "contact.read",
  company: "contact.read",
  item: "item.read",
  purchase: "purchase.read",
  supplier: "purchase.read",
  subcontractor: "subcontractor.read",
  template: "template.read",
  member: "member.read",
} as const satisfies Record<string, Action>;

export type FoundKind = keyof typeof actionOfFound;
export const foundKinds = Object.keys(actionOfFound) as [FoundKind, ...FoundKind[]];
