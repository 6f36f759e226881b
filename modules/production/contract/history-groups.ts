/** What an order's history can be narrowed to: by what a line is about, or to what nobody did by hand. */
export const historyGroups = ["work", "materials", "changes", "cost", "automation"] as const;
export type HistoryGroup = (typeof historyGroups)[number];
