import type { OutputOf } from "#modules/routes.ts";

export type Notice = OutputOf<"listNotices">["rows"][number];

/** Where on the order's card what the notice is about stands. */
const tabs: Partial<Record<Notice["kind"], string>> = {
  shortage: "?tab=materials",
  run_blocked: "?tab=stages",
  run_stuck: "?tab=stages",
  units_escalated: "?tab=stages",
  correction_waiting: "?tab=time",
};

const textOf = ({ values }: Notice, name: string): string => encodeURIComponent(String(values[name] ?? ""));

/** Below the workspace: each notice leads to its thing, and one of many things to the list of them. */
export function addressOfNotice(notice: Notice): string {
  const { kind, thing, thingId, values } = notice;
  if (Number(values["count"] ?? 1) > 1) return kind === "order_overdue" ? "board?overdue=yes" : "board";
  switch (thing) {
    case "production_order":
      return `orders/${thingId}${tabs[kind] ?? ""}`;
    case "task":
      return "tasks";
    case "balance":
      return `stock?tab=movements&variant=${textOf(notice, "variantId")}`;
    case "trigger_effect":
      return "automation?state=failed";
    case "order_message":
      return `orders/${textOf(notice, "orderId")}?tab=chat`;
  }
}

/** The text that says it. */
export function textOfNotice({ kind, thing, values }: Notice): string {
  if (kind === "trigger_failed" && thing === "task") return "notice.trigger_failed.task";
  return Number(values["count"] ?? 1) > 1 ? `notice.${kind}.several` : `notice.${kind}`;
}
