import { text } from "#kernel/decimal.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input } from "#kernel/route.ts";
import { buyingRoutes } from "#modules/buying/contract/routes.ts";
import { checkVerb, stateByCounts } from "#modules/buying/core/purchase-state.ts";
import {
  lockPurchase,
  savePurchase,
  type StoredLine,
  type StoredPurchase,
} from "#modules/buying/store/purchase.ts";
import { changesOf } from "#kernel/changes.ts";
import { sayInUnit } from "../inventory/say-in-unit.ts";
import type { Act } from "../run-command.ts";
import { defineCommand } from "../run-command.ts";
import { checkGoods, storedOf } from "./make-purchases.ts";
import { appendPurchaseFact, lineData, packOf } from "./purchase-fact.ts";

type Wish = Input<typeof buyingRoutes.changePurchase>;

/** A draft as one likes; of a sent one the day, the notes, and the lines as far as their goods have not come. */
export const changePurchase = defineCommand(
  "changePurchase",
  buyingRoutes.changePurchase,
  async (tx, input, act) => {
    const before = await lockPurchase(tx, input.purchaseId);
    if (before === null) return no("purchase_unknown", {}, ["purchaseId"]);
    const allowed = checkVerb(before, "change");
    if (!allowed.ok) return allowed;
    if (input.version !== undefined && input.version !== before.version) return no("purchase_changed");
    const { supplierId, warehouseId, expectedDate, notes } = input;
    const head = changesOf(
      {
        supplierId: before.supplierId,
        warehouseId: before.warehouseId,
        expectedDate: before.expectedDate,
        notes: before.notes,
      },
      { supplierId, warehouseId, expectedDate, notes },
    );
    for (const field of ["supplierId", "warehouseId"] as const) {
      if (before.sent && head.fields[field] !== undefined) return no("purchase_sent_already", {}, [field]);
    }
    const lines = changeLines(before, input, act);
    if (!lines.ok) return sayInUnit(tx, lines);
    const { all, changed, added, removed } = lines.value;
    const newVariants = all.flatMap((line, place) =>
      before.lines.some((old) => old.variantId === line.variantId)
        ? []
        : [{ id: line.variantId, path: ["lines", place, "variantId"] }],
    );
    const checked = await checkGoods(tx, {
      suppliers:
        head.fields.supplierId === undefined ? [] : [{ id: head.fields.supplierId, path: ["supplierId"] }],
      warehouses:
        head.fields.warehouseId === undefined ? [] : [{ id: head.fields.warehouseId, path: ["warehouseId"] }],
      variants: newVariants,
      // What stays as it was ordered before is let be.
      amounts: (input.lines ?? []).flatMap((line, place) =>
        before.lines.some((old) => old.id === line.lineId && old.quantity.eq(line.quantity))
          ? []
          : [{ ...line, path: ["lines", place, "quantity"] }],
      ),
    });
    if (!checked.ok) return checked;

    const touched = changed.length + added.length + removed.length;
    if (head.none && touched === 0) return ok({ version: before.version });
    const version = before.version + 1;
    const after: StoredPurchase = {
      ...before,
      ...head.fields,
      state: before.sent ? stateByCounts(all) : before.state,
      lines: all,
      version,
    };
    const moved = all.filter((line) => before.lines.find((old) => old.id === line.id) !== line);
    await savePurchase(tx, after, [...moved, ...removed.map((line) => ({ ...line, removed: true }))]);
    appendPurchaseFact(act, after, "purchase_changed", {
      ...head.fromTo,
      lines: {
        added: added.map(lineData),
        removed: removed.map(lineData),
        changed: changed.map(([from, to]) => changeData(from, to)),
      },
      state: after.state,
    });
    return ok({ version });
  },
);

type Lines = {
  readonly all: readonly StoredLine[];
  readonly added: readonly StoredLine[];
  readonly changed: readonly (readonly [from: StoredLine, to: StoredLine])[];
  readonly removed: readonly StoredLine[];
};

const saidOf = ({ variantId, received }: StoredLine) => ({ variantId, received: text(received) });

/** The lines that are given are all lines: those without an id are new, those that are not named go. */
function changeLines(before: StoredPurchase, { lines: wished }: Wish, act: Act): Result<Lines> {
  if (wished === undefined) return ok({ all: before.lines, added: [], changed: [], removed: [] });
  const all: StoredLine[] = [];
  const added: StoredLine[] = [];
  const changed: [StoredLine, StoredLine][] = [];
  for (const [place, wish] of wished.entries()) {
    const asked = { ...storedOf(wish), position: place };
    if (wish.lineId === null) {
      const line = { ...asked, id: act.newId() };
      all.push(line);
      added.push(line);
      continue;
    }
    const old = before.lines.find((line) => line.id === wish.lineId);
    if (old === undefined) return no("purchase_line_unknown", {}, ["lines", place, "lineId"]);
    if (all.some((line) => line.id === old.id))
      return no("purchase_line_twice", {}, ["lines", place, "lineId"]);
    if (old.received.gt(0) && wish.variantId !== old.variantId) {
      return no("purchase_line_received", saidOf(old), ["lines", place, "variantId"]);
    }
    if (asked.quantity.lt(old.received)) {
      return no("purchase_line_received", saidOf(old), ["lines", place, "quantity"]);
    }
    const line = { ...asked, id: old.id, received: old.received, receivedValue: old.receivedValue };
    if (isSame(old, line)) {
      all.push(old.position === place ? old : { ...old, position: place });
    } else {
      all.push(line);
      changed.push([old, line]);
    }
  }
  const removed = before.lines.filter((old) => !all.some((line) => line.id === old.id));
  const come = removed.find((line) => line.received.gt(0));
  if (come !== undefined) return no("purchase_line_received", saidOf(come), ["lines"]);
  if (before.sent && all.length === 0) return no("purchase_empty", {}, ["lines"]);
  return ok({ all, added, changed, removed });
}

function isSame(a: StoredLine, b: StoredLine): boolean {
  return JSON.stringify(lineData(a)) === JSON.stringify(lineData(b));
}

function changeData(from: StoredLine, to: StoredLine): Record<string, unknown> {
  const priceOf = (line: StoredLine): string | null => (line.price === null ? null : text(line.price));
  return {
    lineId: to.id,
    variantId: to.variantId,
    quantity: { from: text(from.quantity), to: text(to.quantity) },
    price: { from: priceOf(from), to: priceOf(to) },
    pack: packOf(to),
    ...(from.variantId === to.variantId ? {} : { insteadOf: from.variantId }),
  };
}
