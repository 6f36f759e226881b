import type { Action } from "#modules/access/contract/actions.ts";

type Act =
  /** an address inside the workspace */
  { readonly go: string } | { readonly act: CommandAct };
export type CommandAct =
  | "lightTheme"
  | "darkTheme"
  | "autoTheme"
  | "english"
  | "ukrainian"
  | "notices"
  | "shortcuts"
  | "otherWorkspaces"
  | "myStages"
  | "signOut";

/** `can` undefined: everybody's. `palette.command.<id>` says it, `palette.words.<id>` what else finds it. */
export type Command = { readonly id: string; readonly can?: Action } & Act;

/** All that the palette can do, in the order in which equally good ones are shown. */
export const commands = [
  { id: "newDeal", can: "deal.write", go: "deals?new=deal" },
  { id: "newOrder", can: "order.create", go: "board?new=order" },
  { id: "newTask", can: "task.write", go: "tasks?new=task" },
  { id: "newContact", can: "contact.write", go: "contacts?new=contact" },
  { id: "newCompany", can: "contact.write", go: "contacts?tab=companies&new=company" },
  { id: "newItem", can: "item.write", go: "items?new=item" },
  { id: "newTemplate", can: "template.write", go: "templates?new=yes" },
  { id: "newPurchase", can: "purchase.write", go: "purchases?tab=orders&new=order" },
  { id: "newSupplier", can: "purchase.write", go: "purchases?tab=suppliers&new=supplier" },
  {
    id: "newSubcontractor",
    can: "subcontractor.write",
    go: "subcontractors?new=subcontractor",
  },
  { id: "receiveStock", can: "stock.write", go: "stock?new=receipt" },
  { id: "startStocktake", can: "stock.write", go: "stock?tab=stocktakes&new=stocktake" },
  { id: "deals", can: "deal.read", go: "deals" },
  { id: "board", can: "order.read", go: "board" },
  { id: "orders", can: "order.read", go: "board?view=list" },
  { id: "tasks", can: "task.read", go: "tasks" },
  { id: "contacts", can: "contact.read", go: "contacts" },
  { id: "companies", can: "contact.read", go: "contacts?tab=companies" },
  { id: "templates", can: "template.read", go: "templates" },
  { id: "defectReasons", can: "dictionary.manage", go: "defect-reasons" },
  { id: "stock", can: "stock.read", go: "stock" },
  { id: "shortages", can: "stock.read", go: "stock?tab=shortages" },
  { id: "batches", can: "stock.read", go: "stock?tab=batches" },
  { id: "movements", can: "stock.read", go: "stock?tab=movements" },
  { id: "stocktakes", can: "stock.read", go: "stock?tab=stocktakes" },
  { id: "items", can: "item.read", go: "items" },
  { id: "purchases", can: "purchase.read", go: "purchases" },
  { id: "suppliers", can: "purchase.read", go: "purchases?tab=suppliers" },
  { id: "subcontractors", can: "subcontractor.read", go: "subcontractors" },
  { id: "automation", can: "automation.read", go: "automation" },
  { id: "settings", can: "member.read", go: "settings" },
  { id: "members", can: "member.read", go: "settings?tab=members" },
  { id: "myStages", can: "my_stages.read", act: "myStages" },
  { id: "notices", can: "notice.read", act: "notices" },
  { id: "shortcuts", act: "shortcuts" },
  { id: "lightTheme", act: "lightTheme" },
  { id: "darkTheme", act: "darkTheme" },
  { id: "autoTheme", act: "autoTheme" },
  { id: "english", act: "english" },
  { id: "ukrainian", act: "ukrainian" },
  { id: "otherWorkspaces", act: "otherWorkspaces" },
  { id: "signOut", act: "signOut" },
] as const satisfies readonly Command[];

export type CommandId = (typeof commands)[number]["id"];

export const allowedCommands = (can: (action: Action) => boolean): readonly (typeof commands)[number][] =>
  commands.filter((command) => !("can" in command) || can(command.can));
