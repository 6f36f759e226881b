/** Whose a view is, and whether others see it. */
export type ViewOwner = { readonly memberId: string; readonly shared: boolean; readonly removed: boolean };

/** What is nobody else's business is unknown to them; what is removed is there only for its author, to bring back. */
export const seesView = (view: ViewOwner, memberId: string): boolean =>
  view.memberId === memberId || (view.shared && !view.removed);

/** A shared view is changed by its author and by heads. */
export const changesView = (view: ViewOwner, memberId: string, isHead: boolean): boolean =>
  view.memberId === memberId || (view.shared && isHead);
