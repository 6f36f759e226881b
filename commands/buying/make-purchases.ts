import { decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, type Result } from "#kernel/result.ts";
import type { RequestOf } from "#modules/routes.ts";
import { insertPurchases, type StoredLine, type StoredPurchase } from "#modules/buying/store/purchase.ts";
import { findSupplierPrices, offerKey, type SupplierPrice } from "#modules/buying/store/supplier-price.ts";
import { findSuppliers } from "#modules/buying/store/supplier.ts";
import { findUnknown } from "#modules/inventory/views/find-unknown.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { checkWholePieces, type TypedAmount } from "../inventory/whole-pieces.ts";
import type { Act } from "../run-command.ts";
import { lineData } from "./purchase-fact.ts";

export type WantedLine = {
  readonly variantId: Id;
  readonly quantity: string;
  readonly pack: { readonly name: string; readonly contains: string } | null;
  readonly price: string | null;
};
export type WantedPurchase = {
  readonly supplierId: Id;
  readonly warehouseId: Id;
  readonly expectedDate: string | null;
  readonly notes: string;
  readonly lines: readonly WantedLine[];
};

type Path = readonly (string | number)[];
type Named = { readonly id: Id; readonly path: Path };

/** Whether all of it is here, and orders may still be made out to the suppliers; a "no" points at the field. */
export async function checkGoods(
  tx: Tx,
  named: {
    readonly suppliers: readonly Named[];
    readonly warehouses: readonly Named[];
    readonly variants: readonly Named[];
    /** what is ordered of them */
    readonly amounts: readonly TypedAmount[];
  },
): Promise<Result<null>> {
  if (named.suppliers.length > 0) {
    const known = await findSuppliers(
      tx,
      named.suppliers.map((one) => one.id),
    );
    for (const { id, path } of named.suppliers) {
      const supplier = known.get(id);
      if (supplier === undefined) return no("supplier_unknown", {}, path);
      if (supplier.archived) return no("supplier_archived", {}, path);
    }
  }
  const unknown = await findUnknown(tx, {
    variantIds: named.variants.map((one) => one.id),
    warehouseIds: named.warehouses.map((one) => one.id),
  });
  const warehouse = named.warehouses.find((one) => unknown.warehouses.has(one.id));
  if (warehouse !== undefined) return no("warehouse_unknown", {}, warehouse.path);
  const variant = named.variants.find((one) => unknown.variants.has(one.id));
  if (variant !== undefined) return no("variant_unknown", {}, variant.path);
  return checkWholePieces(tx, named.amounts);
}

/** Drafts, numbered from `firstNumber`. A line without a price takes the supplier's, where there is one. */
export async function makePurchases(
  tx: Tx,
  act: Act,
  wanted: readonly WantedPurchase[],
  firstNumber: number,
  source: "hand" | "proposal",
): Promise<readonly StoredPurchase[]> {
  const unpriced = wanted.flatMap(({ supplierId, lines }) =>
    lines.filter((line) => line.price === null).map(({ variantId }) => ({ supplierId, variantId })),
  );
  const offers =
    unpriced.length === 0 ? new Map<string, SupplierPrice>() : await findSupplierPrices(tx, unpriced);
  const purchases = wanted.map((wish, index): StoredPurchase => {
    const lines = wish.lines.map((line, position): StoredLine => {
      const offer = offers.get(offerKey(wish.supplierId, line.variantId));
      const theirs = offer === undefined || offer.withdrawn ? null : decimal(offer.price);
      return {
        id: act.newId(),
        ...storedOf(line),
        price: line.price === null ? theirs : decimal(line.price),
        position,
      };
    });
    return {
      id: act.newId(),
      number: firstNumber + index,
      supplierId: wish.supplierId,
      warehouseId: wish.warehouseId,
      state: "draft",
      closedShort: false,
      sent: false,
      expectedDate: wish.expectedDate,
      notes: wish.notes,
      version: 1,
      createdAt: act.now,
      createdBy: act.actor.kind === "member" ? act.actor.memberId : null,
      sentAt: null,
      lines,
    };
  });
  await insertPurchases(tx, purchases);
  for (const purchase of purchases) {
    act.append({
      kind: "purchase_added",
      thing: "purchase",
      thingId: purchase.id,
      version: 1,
      data: {
        number: purchase.number,
        supplierId: purchase.supplierId,
        warehouseId: purchase.warehouseId,
        expectedDate: purchase.expectedDate,
        source,
        lines: purchase.lines.map(lineData),
      },
    });
  }
  return purchases;
}

/** A line as it is asked for, nothing of it received. */
export function storedOf(line: RequestLine): Omit<StoredLine, "id" | "position"> {
  const pack = line.pack ?? null;
  return {
    variantId: line.variantId,
    quantity: decimal(line.quantity),
    packName: pack?.name ?? null,
    packContains: pack === null ? null : decimal(pack.contains),
    price: line.price === null || line.price === undefined ? null : decimal(line.price),
    received: decimal(0),
    receivedValue: decimal(0),
    removed: false,
  };
}
type RequestLine = RequestOf<"addPurchase">["lines"] extends readonly (infer L)[] | undefined ? L : never;
