import type { FoundKind } from "#modules/search/contract/kinds.ts";

const addresses: Readonly<Record<FoundKind, (id: string) => string>> = {
  order: (id) => `orders/${id}`,
  deal: (id) => `deals/${id}`,
  contact: (id) => `contacts/${id}`,
  company: (id) => `companies/${id}`,
  item: (id) => `items?item=${id}`,
  purchase: (id) => `purchases/${id}`,
  supplier: (id) => `purchases?tab=suppliers&supplier=${id}`,
  subcontractor: (id) => `subcontractors?subcontractor=${id}`,
  template: (id) => `templates/${id}`,
  member: () => "settings?tab=members",
};

/** Below the workspace. Members have no page of their own. */
export const addressOfFound = (kind: FoundKind, id: string): string => addresses[kind](id);
