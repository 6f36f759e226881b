/** Whose story a timeline tells. */
export type About =
  | { readonly thing: "deal"; readonly dealId: string }
  | { readonly thing: "contact"; readonly contactId: string }
  | { readonly thing: "company"; readonly companyId: string };

type Ids = { readonly dealId?: string; readonly contactId?: string; readonly companyId?: string };

/** The id alone, as commands take it. */
export function idOf(about: About): Ids {
  const { thing: _, ...id } = about;
  return id;
}

export const timelineKinds = ["note", "call", "message", "task", "deal", "order", "shipment"] as const;
export type TimelineKind = (typeof timelineKinds)[number];
