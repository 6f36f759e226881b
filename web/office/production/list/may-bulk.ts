import type { Action } from "#modules/access/contract/actions.ts";

/** Whoever may print a card may choose orders; the other acts are offered by their own rights. */
export const mayBulk = (can: (action: Action) => boolean): boolean => can("order.read");
