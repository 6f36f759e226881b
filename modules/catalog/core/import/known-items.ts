import type { Id } from "#kernel/id.ts";
import type { Unit } from "#kernel/unit.ts";
import type { OrderAttributes } from "../../contract/attributes.ts";
import type { ItemKind } from "../../contract/routes.ts";

/** What is there, as far as rows of a file may speak of it. Decimals as plain text. */
export type KnownVariant = {
  readonly id: Id;
  readonly itemId: Id;
  readonly name: string;
  readonly sku: string | null;
  readonly barcode: string | null;
  readonly attributes: OrderAttributes;
  readonly salePrice: string | null;
  readonly listPrice: string | null;
  readonly version: number;
  /** its stock has begun: a movement of it stands in the ledger */
  readonly moved: boolean;
};
export type KnownPack = {
  readonly id: Id;
  readonly name: string;
  readonly contains: string;
  readonly archived: boolean;
  readonly version: number;
};
export type KnownItem = {
  readonly id: Id;
  readonly kind: ItemKind;
  readonly name: string;
  readonly unit: Unit;
  readonly shelfLifeDays: number | null;
  readonly traced: boolean;
  readonly archived: boolean;
  readonly version: number;
  readonly variants: readonly KnownVariant[];
  readonly packs: readonly KnownPack[];
};

export type KnownItems = {
  readonly byId: ReadonlyMap<Id, KnownItem>;
  readonly variants: ReadonlyMap<Id, KnownVariant>;
  readonly bySku: ReadonlyMap<string, KnownVariant>;
  readonly byBarcode: ReadonlyMap<string, KnownVariant>;
  /** by name in lower case; those in use before archived ones */
  readonly byName: ReadonlyMap<string, readonly KnownItem[]>;
};

export function indexItems(items: readonly KnownItem[]): KnownItems {
  const byName = new Map<string, KnownItem[]>();
  const variants = items.flatMap((item) => item.variants);
  for (const item of items) {
    const name = item.name.toLowerCase();
    byName.set(
      name,
      [...(byName.get(name) ?? []), item].toSorted((a, b) => Number(a.archived) - Number(b.archived)),
    );
  }
  return {
    byId: new Map(items.map((item) => [item.id, item])),
    variants: new Map(variants.map((variant) => [variant.id, variant])),
    bySku: new Map(variants.flatMap((variant) => (variant.sku === null ? [] : [[variant.sku, variant]]))),
    byBarcode: new Map(
      variants.flatMap((variant) => (variant.barcode === null ? [] : [[variant.barcode, variant]])),
    ),
    byName,
  };
}
