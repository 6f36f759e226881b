import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { noticeKinds } from "#modules/notices/contract/kinds.ts";
import { addressOfNotice, type Notice, textOfNotice } from "./address-of-notice.ts";

const notice = (wish: Partial<Notice>): Notice => ({
  id: "n",
  kind: "shortage",
  thing: "production_order",
  thingId: "o",
  values: {},
  createdAt: "2026-03-02T10:00:00Z",
  read: false,
  ...wish,
});

it("a notice leads to its thing, one of many to their list", () => {
  expect(addressOfNotice(notice({}))).toBe("orders/o?tab=materials");
  expect(addressOfNotice(notice({ kind: "order_overdue", values: { count: 1 } }))).toBe("orders/o");
  expect(addressOfNotice(notice({ kind: "order_overdue", values: { count: 7 } }))).toBe("board?overdue=yes");
  expect(addressOfNotice(notice({ kind: "reservation_lost", thing: "task" }))).toBe("tasks");
  const fallen = notice({ kind: "stock_below_zero", thing: "balance", values: { variantId: "v" } });
  expect(addressOfNotice(fallen)).toBe("stock?tab=movements&variant=v");
});

it("every kind has its sentence and its name, in both languages", () => {
  for (const language of ["en", "uk"]) {
    const texts = JSON.parse(
      readFileSync(new URL(`../../texts/${language}/desk.json`, import.meta.url), "utf8"),
    ) as object;
    const ids = noticeKinds.flatMap((kind) => [textOfNotice(notice({ kind })), `notice.kind.${kind}`]);
    for (const kind of ["order_overdue", "run_stuck"] as const) {
      ids.push(textOfNotice(notice({ kind, values: { count: 2 } })));
    }
    ids.push(textOfNotice(notice({ kind: "trigger_failed", thing: "task" })));
    expect(ids.filter((id) => !Object.hasOwn(texts, id))).toEqual([]);
  }
});
