import type { Role } from "#modules/access/contract/roles.ts";

/**
 * What members are told of, and whose business it is: the thing's own responsible member, else everybody of the roles.
 * `notice.<kind>` in web/texts words each. `mention` names whom it is for: it is anybody's.
 */
export const rolesOfNotices = {
  shortage: ["supervisor"],
  reservation_lost: ["supervisor"],
  run_blocked: ["supervisor"],
  units_escalated: ["supervisor"],
  order_overdue: ["supervisor"],
  run_stuck: ["supervisor"],
  correction_waiting: ["supervisor"],
  deal_changed: ["supervisor"],
  trigger_failed: ["supervisor"],
  stock_below_zero: ["storekeeper"],
  mention: [],
} as const satisfies Record<string, readonly Role[]>;

export type NoticeKind = keyof typeof rolesOfNotices;
export const noticeKinds = Object.keys(rolesOfNotices) as [NoticeKind, ...NoticeKind[]];

/** What a notice can be about; a table's name. */
export const thingsOfNotices = [
  "production_order",
  "task",
  "balance",
  "trigger_effect",
  "order_message",
] as const;
export type ThingOfNotice = (typeof thingsOfNotices)[number];

/** What a notice's sentence names, and what its link needs besides the thing. */
export type NoticeValues = Readonly<Record<string, string | number>>;
